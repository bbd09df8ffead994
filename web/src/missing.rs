//! Two functions that Rust's standard library calls and Debian's C library for WASI does not have.

use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::fs;
use std::os::wasi::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};
use std::ptr;

unsafe extern "C" {
    #[link_name = "errno"]
    static mut ERRNO: c_int;
}

/// Where the last error's number is.
#[unsafe(no_mangle)]
extern "C" fn __errno_location() -> *mut c_int {
    &raw mut ERRNO
}

/// The absolute path of a file, without `.` and `..`. In memory there are no links. The caller frees the result.
///
/// # Safety
/// `path` is a C string. `into` is null, as in Rust's standard library.
#[unsafe(no_mangle)]
unsafe extern "C" fn realpath(path: *const c_char, _into: *mut c_char) -> *mut c_char {
    let path = unsafe { CStr::from_ptr(path) };
    let path = Path::new("/").join(OsStr::from_bytes(path.to_bytes()));
    if fs::metadata(&path).is_err() {
        return ptr::null_mut();
    }
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    let Ok(plain) = CString::new(plain.into_os_string().as_encoded_bytes()) else {
        return ptr::null_mut();
    };
    unsafe { strdup(plain.as_ptr()) }
}

unsafe extern "C" {
    fn strdup(text: *const c_char) -> *mut c_char;
}
