/*
 * vfs.h - SQLite's files, for one process with many threads.
 *
 * An embedded store is served by one process.  SQLite's own way of sharing a
 * WAL between processes takes and drops two file locks for every read, which
 * cost more than the read itself.  This layer (a SQLite "VFS" over the usual
 * one) keeps the WAL's index in memory and its locks in a mutex, and holds
 * one lock on the database file against every other process: another program
 * that opens the file is told that it is locked.
 */
#ifndef STORE_VFS_H_
#define STORE_VFS_H_

#define VFS_NAME "sekisho"

/* Registers it, once; returns an SQLite code. */
int vfs_start(void);

#endif
