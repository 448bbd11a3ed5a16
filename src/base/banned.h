/*
 * banned.h - calls that may not be used, because each has a safer form here.
 *
 * malloc and friends are allowed only in base/mem.c, which undefines them:
 * everything else takes an arena, or mem_alloc() at start-up.
 */
#ifndef BASE_BANNED_H_
#define BASE_BANNED_H_

#define BANNED(name) banned_call_to_##name

#undef strcpy
#define strcpy(a, b) BANNED(strcpy)
#undef strcat
#define strcat(a, b) BANNED(strcat)
#undef strncpy
#define strncpy(a, b, n) BANNED(strncpy)
#undef strncat
#define strncat(a, b, n) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef strtok
#define strtok(a, b) BANNED(strtok)
#undef gets
#define gets(a) BANNED(gets)
#undef atoi
#define atoi(a) BANNED(atoi)
#undef atol
#define atol(a) BANNED(atol)
#undef alloca
#define alloca(n) BANNED(alloca)
#undef system
#define system(c) BANNED(system)
#undef popen
#define popen(c, m) BANNED(popen)
#undef tmpnam
#define tmpnam(a) BANNED(tmpnam)
#undef mktemp
#define mktemp(a) BANNED(mktemp)
#undef localtime
#define localtime(t) BANNED(localtime)
#undef gmtime
#define gmtime(t) BANNED(gmtime)
#undef ctime
#define ctime(t) BANNED(ctime)
#undef rand
#define rand() BANNED(rand)
#undef malloc
#define malloc(n) BANNED(malloc)
#undef calloc
#define calloc(n, m) BANNED(calloc)
#undef realloc
#define realloc(p, n) BANNED(realloc)
#undef strdup
#define strdup(s) BANNED(strdup)
#undef free
#define free(p) BANNED(free)

#endif
