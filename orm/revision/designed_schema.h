// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/json_place.h"
#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"
#include "orm/revision/revision.h"

namespace joinery::migration {

/// A schema as a person designs it for one engine, as a workspace keeps it under "schema".
struct DesignedSchema {
  const Dialect* dialect = nullptr;
  schema::MetaData metadata;
  Operations recorded = {};     ///< what was done since the last revision, in order
  Json source = Json::object();  ///< as it was read: members that are not known here are kept

  /// What it was made from.
  schema::MetaData revision() const;
};

/// @throws DbError Argument with the place of what is wrong; NotSupported for an engine that is not known
DesignedSchema designedSchemaFromJson(const JsonPlace& place);
Json designedSchemaToJson(const DesignedSchema& design);

/// The schema that the revisions up to that one make of an empty database; SQL of a person's own is passed over. Pure.
/// @param id empty: the empty database
schema::MetaData schemaOfRevisions(const RevisionChain& chain, const std::string& id, const Dialect& dialect);
/// An empty database of that engine.
schema::MetaData emptySchema(const Dialect& dialect);

/// What makes a design of what the revisions make, as the next revision: nothing in it where there is no difference.
/// @throws DbError InvalidRequest for several heads
Revision revisionOfDesign(const RevisionChain& chain, const DesignedSchema& design, const std::string& message);

}  // namespace joinery::migration
