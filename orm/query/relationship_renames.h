// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery {

/// Filters, sorts and paths of related rows once relationships are called otherwise. What is no relationship stays as it is. Pure.
class RelationshipRenames {
 public:
  struct Step {
    std::string name;    ///< as it is called now
    std::string target;  ///< the related model
  };
  /// The relationship that a model had under a name; nothing for none.
  using Lookup = std::function<std::optional<Step>(const std::string& model, const std::string& name)>;

  explicit RelationshipRenames(Lookup lookup) : m_lookup(std::move(lookup)) {}

  /// @param filter a filter document of a model
  Json filter(const Json& filter, const std::string& model) const;
  /// "Album.Artist", "Artist.Name", "+Artist.Name:first".
  std::string path(const std::string& path, const std::string& model) const;
  std::vector<std::string> paths(const std::vector<std::string>& paths, const std::string& model) const;
  /// Path → filter of the rows there.
  Json prune(const Json& prune, const std::string& model) const;

 private:
  struct Walk {
    std::string path;
    std::string end;  ///< the model at the last relationship
  };
  Walk walked(const std::string& path, const std::string& model) const;
  Json related(const Json& value, const std::string& target) const;

  Lookup m_lookup;
};

}  // namespace joinery
