// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDataStream>

#include "orm/core/row_batch.h"

namespace joinery {

/// Rows and what is known of their columns as bytes of a file of the program's own.
void writeRows(QDataStream& out, const RowBatch& rows);
/// @throws DbError Data: bytes that writeRows() did not write
std::shared_ptr<const RowBatch> readRows(QDataStream& in);

}  // namespace joinery
