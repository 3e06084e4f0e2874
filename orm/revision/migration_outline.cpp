// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/migration_outline.h"

#include <algorithm>

namespace joinery::migration {

const Operations& operationsOf(const Revision& revision, RevisionChain::Direction direction) {
  return direction == RevisionChain::Direction::Up ? revision.up : revision.down;
}

std::string revisionName(const std::string& id, const std::string& message) { return "revision " + id + (message.empty() ? "" : " (" + message + ")"); }

bool OutlinedRevision::isDestructive() const { return std::ranges::any_of(operations, &OutlinedOperation::isDestructive); }

std::vector<std::string> OutlinedRevision::losses() const {
  std::vector<std::string> texts;
  for (const OutlinedOperation& each : operations)
    if (each.whyIrreversible) texts.push_back(each.description + ": " + *each.whyIrreversible);
  return texts;
}

bool MigrationOutline::isDestructive() const { return std::ranges::any_of(revisions, &OutlinedRevision::isDestructive); }

std::vector<std::string> MigrationOutline::losses() const {
  std::vector<std::string> texts;
  for (const OutlinedRevision& each : revisions)
    for (const std::string& loss : each.losses()) texts.push_back(loss);
  return texts;
}

}  // namespace joinery::migration
