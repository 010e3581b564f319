//! The user whose process this is, and pipes that are that user's alone. Neither tokio nor the standard library has a
//! safe way to either, so this file speaks to Windows itself; nothing else here does.
#![expect(
    unsafe_code,
    reason = "Windows gives a user's SID and takes an access list through pointers only"
)]

use std::io;
use std::mem::size_of_val;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;
use std::ptr::{null_mut, slice_from_raw_parts};

use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{
    GetTokenInformation, SECURITY_ATTRIBUTES, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

#[derive(Debug)]
pub(super) struct Owner {
    /// As text: `S-1-5-21-…`.
    pub(super) sid: String,
}

impl Owner {
    /// # Errors
    /// When Windows does not tell.
    pub(super) fn of_this_process() -> io::Result<Self> {
        let mut token = null_mut();
        // SAFETY: the handle of the own process is always valid; `token` is written where the call succeeds.
        done(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) })?;
        // SAFETY: the call succeeded, so this is an open handle, and nobody else closes it.
        let token = unsafe { OwnedHandle::from_raw_handle(token) };

        // A `TOKEN_USER` is 16 bytes, and the SID that follows it at most 68 (SECURITY_MAX_SID_SIZE). Whole words, so
        // that its pointers stand aligned.
        let mut buffer = [0_u64; 16];
        let mut length = 0;
        // SAFETY: the buffer is as long as is said, and outlives the call.
        done(unsafe {
            GetTokenInformation(
                token.as_raw_handle(),
                TokenUser,
                buffer.as_mut_ptr().cast(),
                size_of_val(&buffer) as u32,
                &raw mut length,
            )
        })?;
        // SAFETY: the call succeeded, so a `TOKEN_USER` stands at the buffer's begin, which is aligned for it.
        let user = unsafe { buffer.as_ptr().cast::<TOKEN_USER>().read() };

        let mut text = null_mut();
        // SAFETY: the SID lies in `buffer`, which is still there; `text` is written where the call succeeds.
        done(unsafe { ConvertSidToStringSidW(user.User.Sid, &raw mut text) })?;
        let text = Allocated(text);
        Ok(Self { sid: text.read() })
    }

    /// Makes an instance of the pipe that only this user can open.
    pub(super) fn create(&self, options: &ServerOptions, address: &Path) -> io::Result<NamedPipeServer> {
        // The user is its owner; the list names the user alone, and no other is inherited ("Security Descriptor
        // Definition Language", learn.microsoft.com).
        let sid = &self.sid;
        let described: Vec<u16> = format!("O:{sid}D:P(A;;GA;;;{sid})\0").encode_utf16().collect();
        let mut descriptor = null_mut();
        // SAFETY: the text ends with a zero; `descriptor` is written where the call succeeds, its length not asked for.
        done(unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                described.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                null_mut(),
            )
        })?;
        let descriptor = Allocated(descriptor);
        let mut attributes = SECURITY_ATTRIBUTES {
            nLength: size_of::<SECURITY_ATTRIBUTES>() as u32,
            lpSecurityDescriptor: descriptor.0,
            bInheritHandle: 0,
        };
        // SAFETY: these are attributes with a valid descriptor, and both outlive the call, which copies them.
        unsafe { options.create_with_security_attributes_raw(address, (&raw mut attributes).cast()) }
    }
}

/// What Windows allocated for us and leaves to us to free.
struct Allocated<T>(*mut T);

impl Allocated<u16> {
    /// A text that ends with a zero.
    fn read(&self) -> String {
        // SAFETY: only `ConvertSidToStringSidW` made one of these, with a zero at its end.
        let length = (0..)
            .take_while(|n| unsafe { self.0.add(*n).read() } != 0)
            .count();
        // SAFETY: so many letters were just read.
        let letters = unsafe { &*slice_from_raw_parts(self.0, length) };
        String::from_utf16_lossy(letters)
    }
}

impl<T> Drop for Allocated<T> {
    fn drop(&mut self) {
        // SAFETY: the functions that allocate say that `LocalFree` frees it; nobody else has the pointer any more.
        unsafe { LocalFree(self.0.cast()) };
    }
}

/// Windows says 0 where a call failed, and why elsewhere.
fn done(result: i32) -> io::Result<()> {
    if result == 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::Security::Authorization::{
        ConvertSecurityDescriptorToStringSecurityDescriptorW, GetSecurityInfo, SE_KERNEL_OBJECT,
    };
    use windows_sys::Win32::Security::{DACL_SECURITY_INFORMATION, OWNER_SECURITY_INFORMATION};

    use super::*;

    #[tokio::test]
    async fn a_pipe_is_its_users_alone() {
        let owner = Owner::of_this_process().unwrap();
        assert!(owner.sid.starts_with("S-1-"), "{}", owner.sid);
        let address = format!(r"\\.\pipe\recado-test-{}", std::process::id());
        let pipe = owner
            .create(
                ServerOptions::new().first_pipe_instance(true),
                Path::new(&address),
            )
            .unwrap();
        let described = described(&pipe);
        let sid = &owner.sid;
        assert!(described.starts_with(&format!("O:{sid}D:P(A;;")), "{described}");
        assert!(described.ends_with(&format!(";;;{sid})")), "{described}");
        assert_eq!(described.matches("(A;").count(), 1, "{described}");
    }

    fn described(pipe: &NamedPipeServer) -> String {
        let what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
        let (mut descriptor, mut text) = (null_mut(), null_mut());
        // SAFETY: the pipe is open; both results are written where the calls succeed, and freed by `Allocated`.
        unsafe {
            let failed = GetSecurityInfo(
                pipe.as_raw_handle(),
                SE_KERNEL_OBJECT,
                what,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                &raw mut descriptor,
            );
            assert_eq!(failed, 0);
            let descriptor = Allocated(descriptor);
            done(ConvertSecurityDescriptorToStringSecurityDescriptorW(
                descriptor.0,
                SDDL_REVISION_1,
                what,
                &raw mut text,
                null_mut(),
            ))
            .unwrap();
            Allocated(text).read()
        }
    }
}
