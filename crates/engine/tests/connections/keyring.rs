//! A keyring that can be locked, hang, or forget everything.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};

use recado_engine::{Entries, Keyring, KeyringError};
use zeroize::Zeroizing;

#[derive(Clone, Default)]
pub(crate) struct TestKeyring(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    entries: BTreeMap<String, String>,
    mood: Mood,
    opened: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mood {
    #[default]
    Open,
    Locked,
    /// As if it waited for its owner to type a password.
    Hanging,
}

impl TestKeyring {
    pub(crate) fn be(&self, mood: Mood) {
        self.0.state.lock().unwrap().mood = mood;
        self.0.changed.notify_all();
    }

    pub(crate) fn shared(&self) -> Option<Arc<dyn Keyring>> {
        Some(Arc::new(self.clone()))
    }

    /// The secrets in it, by the ends of their names.
    pub(crate) fn secrets(&self) -> Vec<(String, String)> {
        let state = self.0.state.lock().unwrap();
        let last = |name: &String| name.rsplit('/').next().unwrap().to_owned();
        state
            .entries
            .iter()
            .map(|(name, secret)| (last(name), secret.clone()))
            .collect()
    }

    pub(crate) fn forget_all(&self) {
        self.0.state.lock().unwrap().entries.clear();
    }

    /// How often anybody has come to it.
    pub(crate) fn opened(&self) -> u32 {
        self.0.state.lock().unwrap().opened
    }
}

impl Keyring for TestKeyring {
    fn open(&self) -> Result<Box<dyn Entries + '_>, KeyringError> {
        let mut state = self.0.state.lock().unwrap();
        state.opened += 1;
        while state.mood == Mood::Hanging {
            state = self.0.changed.wait(state).unwrap();
        }
        match state.mood {
            Mood::Open | Mood::Hanging => Ok(Box::new(Open(&self.0))),
            Mood::Locked => Err(KeyringError::Failed("it is locked".to_owned())),
        }
    }
}

struct Open<'k>(&'k Inner);

impl Entries for Open<'_> {
    fn read(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        let state = self.0.state.lock().unwrap();
        Ok(state.entries.get(name).cloned().map(Zeroizing::new))
    }

    fn write(&mut self, name: &str, secret: &str) -> Result<(), KeyringError> {
        let mut state = self.0.state.lock().unwrap();
        state.entries.insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn erase(&mut self, name: &str) -> Result<(), KeyringError> {
        self.0.state.lock().unwrap().entries.remove(name);
        Ok(())
    }
}
