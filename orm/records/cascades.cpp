// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/cascades.h"

#include <algorithm>
#include <unordered_set>

#include "orm/core/db_error.h"
#include "orm/records/record_heap.h"

namespace joinery {

std::vector<Record*> Cascades::known(const Record& record, const Relationship& relationship, Which which) {
  const Record::Related* held = record.held(relationship);
  if (!held) return {};
  std::vector<Record*> all = held->items;
  all.insert(all.end(), held->added.begin(), held->added.end());
  if (which == Which::Current) return all;
  for (const auto* list : {&held->removed, &held->original})
    for (Record* each : *list)
      if (std::ranges::find(all, each) == all.end()) all.push_back(each);
  return all;
}

void Cascades::loadForDeletion(Record& record, const Relationship& relationship) {
  if (relationship.passiveDeletes || !record.observer()) return;
  const Record::Related* held = record.held(relationship);
  if (record.isLoaded(relationship) && !(held && held->isInPart)) return;
  if (relationship.loading == Loading::WriteOnly) {
    DbError error(ErrorKind::InvalidRequest, "the " + record.description() + " can't be deleted: " + record.model().name + "." + relationship.name + " is write-only, so what it leads to is not read");
    error.hint = "Leave its rows to the database: ON DELETE in the table, passive deletes in the mapping.";
    throw error;
  }
  record.observer()->loadRelationship(record, relationship);
}

std::vector<Record*> Cascades::reach(Record& start, bool Cascade::*cascade, Reading reading, const std::function<bool(const Record&)>& isDone) {
  if (reading == Reading::Never && !start.holdsRelated()) return {};
  std::unordered_set<const Record*> seen{&start};
  std::vector<Record*> reached{&start};
  for (std::size_t next = 0; next < reached.size(); ++next) {
    Record* record = reached[next];
    for (const Relationship& relationship : record->model().relationships) {
      if (!(relationship.cascade.*cascade)) continue;
      if (reading == Reading::Allowed) loadForDeletion(*record, relationship);
      for (Record* each : known(*record, relationship, cascade == &Cascade::saveUpdate ? Which::All : Which::Current)) {
        if (isDone && isDone(*each)) continue;
        if (seen.insert(each).second) reached.push_back(each);
      }
    }
  }
  reached.erase(reached.begin());
  return reached;
}

}  // namespace joinery
