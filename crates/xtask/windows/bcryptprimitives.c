/* Wine 8 (Debian 12) has no bcryptprimitives.dll, and Rust's standard library takes its random numbers from
 * there. This is that library's one function that Rust calls, on top of the older one that Wine does have. It
 * lies beside recado.exe for the tests only, and is never shipped. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return RtlGenRandom(data, (ULONG)length);
}
