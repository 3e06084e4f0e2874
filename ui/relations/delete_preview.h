// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "orm/changes/delete_effects.h"
#include "orm/engine/worker.h"

namespace joinery::ui {

/// What deleting a row sets off, for people.
struct DeletePreview {
  QStringList goes;       ///< rows that go with it: at the database, and links
  QStringList staysBehind;  ///< rows that lose what they refer to
  QStringList forbids;    ///< rows that have to go first, or refer elsewhere
  bool isEmpty() const { return goes.isEmpty() && staysBehind.isEmpty() && forbids.isEmpty(); }
};

/// Asks the database. Worker thread. @throws DbError
std::vector<CountedDeleteEffect> readDeleteEffects(Worker::Context& context, const Registry& registry, const std::string& model, const std::vector<Value>& key);
/// @param effects of deleting rows of the model
DeletePreview deletePreview(const Registry& registry, const Model& model, const std::vector<CountedDeleteEffect>& effects);

}  // namespace joinery::ui
