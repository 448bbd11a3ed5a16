#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/confine_calls.h"

/*
 * The filter is classic BPF over struct seccomp_data (seccomp(2)): calls of
 * another architecture are fatal; then each rule compares the number of the
 * call; what matches none gets the last word.
 */
#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#define FOREIGN_BIT 0x40000000u	/* x32 numbers */
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#define FOREIGN_BIT 0u
#else
#error "write down the architecture's number and its calls"
#endif

#define ALLOW SECCOMP_RET_ALLOW
#define KILL SECCOMP_RET_KILL_PROCESS
#define FAIL(number) (SECCOMP_RET_ERRNO | (number))

enum { FILTER_MAX = 512 };

struct filter {
	struct sock_filter code[FILTER_MAX];
	unsigned short n;
};

static void
put(struct filter *f, uint16_t code, uint32_t k, uint8_t yes, uint8_t no)
{
	if (f->n < FILTER_MAX)
		f->code[f->n++] = (struct sock_filter){ code, yes, no, k };
}

static void
load(struct filter *f, size_t offset)
{
	put(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
answer(struct filter *f, uint32_t action)
{
	put(f, BPF_RET | BPF_K, action, 0, 0);
}

/* The number is in the accumulator, here and after each rule. */
static void
rule(struct filter *f, long call, uint32_t action)
{
	put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
	answer(f, action);
}

static void
rules(struct filter *f, const long *calls, size_t n, uint32_t action)
{
	for (size_t i = 0; i < n; i++)
		rule(f, calls[i], action);
}

static size_t
argument(int i)
{
	/* The low half: the machines that we know begin with it. */
	return offsetof(struct seccomp_data, args) + (size_t)i * 8;
}

/* Calls that no honest code path makes, in any of our processes. */
static const long fatal[] = {
	SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_pidfd_getfd, SYS_kcmp, SYS_bpf,
	SYS_perf_event_open, SYS_userfaultfd, SYS_init_module,
	SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_mount,
	SYS_umount2, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount,
	SYS_pivot_root, SYS_chroot, SYS_setns, SYS_reboot,
	SYS_swapon, SYS_swapoff, SYS_acct, SYS_open_by_handle_at,
	SYS_add_key, SYS_request_key, SYS_keyctl, SYS_personality,
};

/* A ring would make calls behind the filter's back. */
static const long absent[] = {
	SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
	/* Memory of others, which could be code. */
	SYS_shmat,
	/* Its flags lie in memory, where a filter cannot look; libraries
	 * then use clone. */
	SYS_clone3,
};

/*
 * Landlock says nothing of who may read a file and whose it is, and before
 * its version 3 nothing of cutting one by its name.
 */
static const long named_files[] = {
	SYS_truncate, SYS_fchmodat, SYS_fchownat, SYS_setxattr,
	SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
#ifdef SYS_chmod
	SYS_chmod, SYS_chown, SYS_lchown,
#endif
#ifdef SYS_fchmodat2
	SYS_fchmodat2,
#endif
};

static const long network[] = {
	SYS_socket, SYS_connect, SYS_bind, SYS_listen, SYS_accept,
	SYS_accept4,
};

static const long forks[] = {
#ifdef SYS_fork
	SYS_fork, SYS_vfork,
#endif
	SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
	SYS_setresgid, SYS_setgroups,
};

/* All that a process does that answers from memory and keeps a journal. */
static const long holders[] = {
	SYS_read, SYS_write, SYS_pread64, SYS_pwrite64, SYS_readv,
	SYS_writev, SYS_close, SYS_fstat, SYS_newfstatat, SYS_lseek,
	SYS_openat, SYS_fsync, SYS_fdatasync, SYS_ftruncate, SYS_fallocate,
	SYS_flock,
	SYS_getdents64, SYS_fcntl, SYS_mkdirat,
	SYS_recvfrom, SYS_recvmsg, SYS_sendto, SYS_sendmsg, SYS_ppoll,
	SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk,
	SYS_mlock,
	SYS_munlock, SYS_futex, SYS_set_robust_list, SYS_rseq,
	SYS_getrandom, SYS_clock_gettime, SYS_clock_nanosleep, SYS_nanosleep,
	SYS_gettimeofday, SYS_rt_sigaction, SYS_rt_sigprocmask,
	SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall, SYS_getpid,
	SYS_gettid, SYS_sched_yield, SYS_sched_getaffinity, SYS_exit,
	SYS_exit_group,
#ifdef __x86_64__
	SYS_open, SYS_stat, SYS_lstat, SYS_poll, SYS_mkdir,
#endif
};

/* PROT_EXEC is never given to memory that is there. */
static void
no_code_of_data(struct filter *f, long call)
{
	put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
	load(f, argument(2));
	put(f, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1);
	answer(f, FAIL(EACCES));
	load(f, offsetof(struct seccomp_data, nr));
}

/* New memory is code only when it is a file that is not written to. */
static void
only_code_of_files(struct filter *f)
{
	put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_mmap, 0, 7);
	load(f, argument(2));
	put(f, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 4);
	put(f, BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 2, 0);
	load(f, argument(3));
	put(f, BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 0, 1);
	answer(f, FAIL(EACCES));
	load(f, offsetof(struct seccomp_data, nr));
}

/*
 * Who loads no library any more maps no code at all; others do (character
 * tables, names of hosts).
 */
static void
no_new_code(struct filter *f, bool libraries)
{
	no_code_of_data(f, SYS_mprotect);
	no_code_of_data(f, SYS_pkey_mprotect);
	if (libraries)
		only_code_of_files(f);
	else
		no_code_of_data(f, SYS_mmap);
}

/* A call is allowed when its first argument passes that test. */
static void
only_if(struct filter *f, long call, uint16_t test, uint32_t value,
    uint32_t otherwise)
{
	put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
	load(f, argument(0));
	put(f, BPF_JMP | test | BPF_K, value, 0, 1);
	answer(f, ALLOW);
	answer(f, otherwise);
}

/* A thread is started with CLONE_THREAD; without it, it is a process. */
static void
only_threads(struct filter *f)
{
	only_if(f, SYS_clone, BPF_JSET, CLONE_THREAD, FAIL(EACCES));
}

/* A thread may have a working directory of its own, and no more than that. */
static void
only_folders_unshared(struct filter *f)
{
	only_if(f, SYS_unshare, BPF_JEQ, CLONE_FS, KILL);
}

/* Sockets of the kinds that a service has. */
static void
only_some_sockets(struct filter *f)
{
	static const uint32_t kinds[] = {
		AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
	};
	size_t n = LENGTH(kinds);

	put(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_socket, 0,
	    (uint8_t)(2 * n + 2));
	load(f, argument(0));
	for (size_t i = 0; i < n; i++) {
		put(f, BPF_JMP | BPF_JEQ | BPF_K, kinds[i], 0, 1);
		answer(f, ALLOW);
	}
	answer(f, FAIL(EACCES));
}

static void
beginning(struct filter *f)
{
	load(f, offsetof(struct seccomp_data, arch));
	put(f, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
	answer(f, KILL);
	load(f, offsetof(struct seccomp_data, nr));
	if (FOREIGN_BIT != 0) {
		put(f, BPF_JMP | BPF_JGE | BPF_K, FOREIGN_BIT, 0, 1);
		answer(f, KILL);
	}
}

static void
write_rules(struct filter *f, const struct confine *needs)
{
	beginning(f);
	no_new_code(f, !needs->strict);
	/* What is asked for most, first. */
	if (needs->strict)
		rules(f, holders, LENGTH(holders), ALLOW);
	rules(f, fatal, LENGTH(fatal), KILL);
	only_folders_unshared(f);
	rules(f, absent, LENGTH(absent), FAIL(ENOSYS));
	rules(f, named_files, LENGTH(named_files), FAIL(EACCES));
	switch (needs->network) {
	case CONFINE_NO_NETWORK:
		rules(f, network, LENGTH(network), FAIL(EACCES));
		break;
	case CONFINE_SERVE:
		rule(f, SYS_connect, FAIL(EACCES));
		only_some_sockets(f);
		break;
	case CONFINE_CONNECT:
		only_some_sockets(f);
		break;
	}
	rules(f, forks, LENGTH(forks), FAIL(EACCES));
	if (needs->strict) {
		answer(f, FAIL(EACCES));
		return;
	}
	only_threads(f);
	answer(f, ALLOW);
}

bool
confine_calls_possible(void)
{
	const uint32_t action = KILL;

	/* Only a filter that is there already says that it may not be asked. */
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) ==
	    0 || (errno != ENOSYS && errno != EINVAL);
}

enum status
confine_calls(const struct confine *needs, struct error *error)
{
	struct filter filter = { .n = 0 };
	struct sock_fprog program;

	write_rules(&filter, needs);
	program = (struct sock_fprog){ filter.n, filter.code };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
		return error_system(error, "seccomp", errno);
	return STATUS_OK;
}
