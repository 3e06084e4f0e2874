// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

/// Labels of an enum, there and in the types of the columns that have it. @throws DbError InvalidRequest where there is no such enum or label
namespace joinery::migration {

void addLabel(schema::MetaData& metadata, const AddEnumLabel& operation, const Dialect& dialect);
void dropLabel(schema::MetaData& metadata, const DropEnumLabel& operation, const Dialect& dialect);
void renameLabelOf(schema::MetaData& metadata, const RenameEnumLabel& operation, const Dialect& dialect);
void orderLabels(schema::MetaData& metadata, const OrderEnumLabels& operation, const Dialect& dialect);

}  // namespace joinery::migration
