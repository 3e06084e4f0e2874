// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/revision_table_name.h"

#include "orm/core/ascii_case.h"

namespace joinery::migration {

bool isRevisionTable(const QualifiedName& name) { return asciiLower(name.name) == kRevisionTable; }

schema::MetaData withoutRevisionTable(schema::MetaData metadata) {
  for (const QualifiedName& name : {QualifiedName(kRevisionTable), QualifiedName(metadata.defaultSchema, kRevisionTable)}) metadata.remove(name);
  return metadata;
}

}  // namespace joinery::migration
