"""Filters of system calls, as a service manager or an older kernel has them.

What begin_with() and begin_without() return is a preexec_fn of subprocess:
the process has only these calls (the rest fails with EPERM), or all but
these (which fail with ENOSYS).
"""
import ctypes
import errno
import functools
import os
import re
import struct
import subprocess

ALLOW, FAIL = 0x7fff0000, 0x00050000
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
NO_NEW_PRIVS, SECCOMP, FILTER = 38, 22, 2


@functools.cache
def numbers():
    """The calls of this machine, by name."""
    said = subprocess.run(["cc", "-E", "-dM", "-include", "sys/syscall.h",
                           "-x", "c", "/dev/null"], check=True, text=True,
                          capture_output=True).stdout
    return {name: int(number) for name, number in re.findall(
        r"^#define __NR_(\w+) (\d+)$", said, re.M)}


def filtered(calls, action, otherwise):
    code = struct.pack("HBBI", LOAD, 0, 0, 0)
    for number in sorted(numbers()[call] for call in calls):
        code += struct.pack("HBBI", EQUAL, 0, 1, number)
        code += struct.pack("HBBI", RETURN, 0, 0, action)
    code += struct.pack("HBBI", RETURN, 0, 0, otherwise)
    libc = ctypes.CDLL(None)
    libc.prctl.argtypes = [ctypes.c_int] + 4 * [ctypes.c_ulong]

    def begin():
        room = ctypes.create_string_buffer(code, len(code))
        program = ctypes.create_string_buffer(struct.pack(
            "HxxxxxxP", len(code) // 8, ctypes.addressof(room)))
        if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(
                SECCOMP, FILTER, ctypes.addressof(program), 0, 0) != 0:
            os._exit(99)
    return begin


def begin_with(calls):
    return filtered(calls, ALLOW, FAIL | errno.EPERM)


def begin_without(calls):
    return filtered(calls, FAIL | errno.ENOSYS, ALLOW)
