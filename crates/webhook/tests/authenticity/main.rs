//! Who is genuine: every scheme against signatures made by somebody else's code, against everything that may be wrong
//! with a request, verified again from what was kept, and signed by ourselves.

#![expect(clippy::expect_used, reason = "a test may end at once")]

mod again;
mod credentials;
mod messages;
mod mishaps;
mod secrets;
mod signatures;
mod signing;
mod support;
mod vectors;
