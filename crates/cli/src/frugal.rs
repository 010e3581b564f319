//! Keeps what the desk has freed from staying with it.
//!
//! glibc gives every thread a heap of its own and keeps what is freed there. For a program that is idle nearly always,
//! with a dozen threads, that is several MiB held for nothing: one heap for all, trimmed early, costs a busy moment
//! little. The settings exist as environment variables too, but only whoever starts the program can set those.
#![expect(unsafe_code, reason = "glibc's mallopt has no safe interface")]

/// From mallopt(3). To be called before there are threads.
pub(crate) fn keep_little_memory() {
    const TRIM_AT: i32 = 128 * 1024;
    for (parameter, value) in [(libc::M_ARENA_MAX, 1), (libc::M_TRIM_THRESHOLD, TRIM_AT)] {
        // SAFETY: mallopt takes two numbers, and no other thread exists yet that could be allocating. Where it refuses,
        // memory is kept as it would be without it.
        unsafe { libc::mallopt(parameter, value) };
    }
}
