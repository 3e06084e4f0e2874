// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orm/engine/worker.h"
#include "orm/model/registry.h"

namespace joinery::ui {

/// The paths that a column's documents have, as filters write them ("address.city"), gathered from its first rows. A key with a dot in it
/// can't be written so, and is left out with all below it.
class JsonPaths {
 public:
  static constexpr int kMostRows = 200;
  static constexpr std::size_t kMostBytes = 64 * 1024;  ///< of a document; a longer one is passed over
  static constexpr std::size_t kMostPaths = 500;
  static constexpr int kMostDepth = 6;

  /// What is no JSON adds nothing.
  void add(std::string_view document);
  /// Those of most documents first.
  std::vector<std::string> paths() const;
  /// Worker thread. @throws DbError
  static std::vector<std::string> read(Worker::Context& context, const Model& model, const Attribute& attribute);

 private:
  std::map<std::string, int> m_documents;  ///< that have a path, by it
};

}  // namespace joinery::ui
