/*-------------------------------------------------------------------------
 *
 * latest.h
 *		Reading what is committed now, whatever the transaction's snapshot is.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_LATEST_H
#define CORROBORATE_LATEST_H

#include "base/compat.h"

#include "utils/snapshot.h"

/*
 * The snapshots for SPI_execute_snapshot() with which a query reads everything
 * that is committed now.  It is a serialization failure if the query writes a
 * row that the transaction's own snapshot does not show.  Both are invalid if
 * each query takes a new snapshot anyway.
 */
extern void latest_snapshots(Snapshot *latest, Snapshot *crosscheck);

#endif							/* CORROBORATE_LATEST_H */
