//! Where the program under test is.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The program under test, with what starts it.
#[derive(Debug, Clone)]
pub struct Program {
    words: Vec<PathBuf>,
}

impl Program {
    /// The program that `RECADO_TEST_PROGRAM` names, else the `recado` built beside this test.
    pub fn find() -> Self {
        match env::var("RECADO_TEST_PROGRAM") {
            Ok(words) => Self {
                words: words.split_whitespace().map(PathBuf::from).collect(),
            },
            Err(_) => Self {
                words: vec![Self::beside_this("recado")],
            },
        }
    }

    /// The window's program, `recado-window`, built beside this test.
    pub fn window() -> Self {
        Self {
            words: vec![Self::beside_this("recado-window")],
        }
    }

    /// The relay's program, `recado-relay`, built beside this test.
    pub fn relay() -> Self {
        Self {
            words: vec![Self::beside_this("recado-relay")],
        }
    }

    /// This file instead.
    pub fn at(file: &Path) -> Self {
        Self {
            words: vec![file.to_owned()],
        }
    }

    /// The program's own file, without what starts it.
    pub fn file(&self) -> &Path {
        self.words.last().expect("the program has a name")
    }

    /// A command that starts the program, under these words if there are any (`strace -f`).
    pub fn command(&self, under: &[&str]) -> Command {
        let mut words = under.iter().map(PathBuf::from).chain(self.words.iter().cloned());
        let mut command = Command::new(words.next().expect("the program has a name"));
        command.args(words);
        command
    }

    /// The locale it is started in: Portuguese, as its users have it. Our program reads the name; Wine asks the
    /// system, which may not have that locale, and would then read arguments as ASCII.
    pub(crate) fn locale(&self) -> &'static str {
        if self.words.len() == 1 {
            "pt_BR.UTF-8"
        } else {
            "C.UTF-8"
        }
    }

    fn beside_this(name: &str) -> PathBuf {
        let this = env::current_exe().expect("a running program has a file");
        let file = this
            .ancestors()
            .map(|folder| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
            .find(|file| file.is_file());
        file.unwrap_or_else(|| {
            panic!(
                "there is no `{name}` in the folders above {}: run `cargo xtask test`, which builds it",
                this.display()
            )
        })
    }
}
