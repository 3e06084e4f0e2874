// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/changes/change_set_document.h"
#include "orm/changes/unit_of_work.h"
#include "orm/core/json.h"
#include "tests/support/music_database.h"

namespace joinery::test {

/// The music database with what the window does to it: changes as documents, their rows read first, committed under before-images.
class MusicChanges : public MusicDatabase {
 public:
  using MusicDatabase::MusicDatabase;

  const Registry& models() const { return *registry(); }
  UnitOfWork unit() const { return UnitOfWork(models(), dialect(), UnitOfWork::Locking::BeforeImage); }
  /// Changes with the images of their rows.
  ChangeSet read(const char* json) {
    ChangeSet changes = changeSetFromJson(parseJson(json), models());
    unit().readImages(connection(), changes);
    return changes;
  }
  CommitResult commit(const ChangeSet& changes) { return unit().commit(connection(), changes); }
};

}  // namespace joinery::test
