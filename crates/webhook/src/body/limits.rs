//! How much a body may ask for, whatever its format.
//!
//! Four megabytes of brackets or commas would otherwise become hundreds of megabytes of values, and a deep tree ends
//! the program when something recurses over it. Everything downstream relies on these two bounds.

use super::malformed::Malformed;

/// Levels of nesting. Real payloads have fewer than ten.
pub const DEEPEST: usize = 64;

/// Values, counted with the lists and objects that hold them. Real payloads have a few hundred.
pub const MOST_VALUES: usize = 100_000;

/// Counts what a body has asked for so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    values: usize,
}

impl Budget {
    pub(super) fn spend(&mut self) -> Result<(), Malformed> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(Malformed::TooManyValues { limit: MOST_VALUES });
        }
        Ok(())
    }
}

/// Whether something may stand at this depth, the outermost being 0.
pub(super) fn check_depth(depth: usize) -> Result<(), Malformed> {
    if depth > DEEPEST {
        return Err(Malformed::TooDeep { limit: DEEPEST });
    }
    Ok(())
}
