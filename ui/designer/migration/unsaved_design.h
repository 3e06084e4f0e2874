// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/revision/designed_schema.h"
#include "ui/designer/migration/difference.h"

namespace joinery::ui {

/// A workspace's design beside its revisions: what the next revision would do. Plain data.
struct UnsavedDesign {
  const Dialect* dialect = nullptr;
  Difference difference;
  std::size_t mistakes = 0;  ///< that the engine would refuse

  std::size_t count() const { return difference.operations.size(); }
  /// Takes a while for large schemas. Any thread. @param design as a workspace keeps it
  /// @throws DbError Argument for a design that can't be read; InvalidRequest for revisions with several heads
  static std::shared_ptr<const UnsavedDesign> of(const Json& design, const migration::RevisionChain& chain);
};

/// As a workspace keeps it. @throws DbError Argument with the place of what is wrong
migration::DesignedSchema designedSchemaOf(const Json& design);
/// Those of the steps that give something another name, in order.
migration::Operations renamesAmong(const migration::Operations& operations);
/// The design after a revision was made of it as it was then: what leads on from there is what is recorded of it. Any thread.
Json designAfterRevision(const Json& design, const Json& asSaved);

}  // namespace joinery::ui
