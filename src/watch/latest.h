/*-------------------------------------------------------------------------
 *
 * latest.h
 *		Reading what is committed now, whatever snapshot the transaction keeps.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_LATEST_H
#define CORROBORATE_LATEST_H

#include "base/compat.h"

#include "utils/snapshot.h"

/*
 * The snapshots for SPI_execute_snapshot() by which a query reads all that is
 * committed now.  A row that it then writes, but that the transaction does not
 * see, is a serialization failure.  Both are invalid where each query takes a
 * new snapshot anyway.
 */
extern void latest_snapshots(Snapshot *latest, Snapshot *crosscheck);

#endif							/* CORROBORATE_LATEST_H */
