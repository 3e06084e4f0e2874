// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/model/registry.h"

namespace joinery::ui {

/// A relationship over the rows of a link table, whether these are skipped or shown: what a new link is made of. Columns of a pair have
/// equal length.
struct Junction {
  const Model* links = nullptr;
  const Model* far = nullptr;                  ///< what is linked
  std::vector<std::string> nearColumns, near;  ///< of the link table, and of the row above
  std::vector<std::string> farColumns, remote; ///< of the link table, and of the linked row

  /// Nothing for a relationship without a link table.
  static std::optional<Junction> of(const Registry& registry, const Relationship& relationship);
  /// What a new link needs beside the two keys: attributes without a default that take no NULL.
  std::vector<const Attribute*> needs() const;
};

}  // namespace joinery::ui
