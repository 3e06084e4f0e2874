// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/revision.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/dialect/sql_text.h"
#include "orm/difference/operation_json.h"

namespace joinery::migration {
namespace {

constexpr std::size_t kLongestId = 64;

bool isId(const std::string& id) {
  const auto fits = [](char each) { return each == '-' || (isWordCharacter(each) && each != '$' && static_cast<unsigned char>(each) < 0x80); };
  return !id.empty() && id.size() <= kLongestId && id != "head" && id != "base" && std::ranges::all_of(id, fits);
}

std::string idAt(const JsonPlace& place) {
  const std::string& id = place.text();
  if (!isId(id)) place.refuse("\"" + id + "\" is no id of a revision", "An id has up to 64 letters, digits, _ and -; head and base mean others.");
  return id;
}

}  // namespace

std::vector<std::string> Revision::losses() const {
  std::vector<std::string> texts;
  for (const Operation& each : up)
    if (const auto why = whyIrreversible(each)) texts.push_back(description(each) + ": " + *why);
  return texts;
}

Json revisionToJson(const Revision& revision) {
  Json json = revision.source;
  json["version"] = Revision::kVersion;
  json["id"] = revision.id;
  json["parent"] = revision.parent.empty() ? Json(nullptr) : Json(revision.parent);
  json["message"] = jsonFromText(revision.message);
  json["up"] = operationsToJson(revision.up);
  json["down"] = operationsToJson(revision.down);
  if (revision.renames.empty()) json.erase("renames");
  else json["renames"] = operationsToJson(revision.renames);
  return json;
}

Revision revisionFromJson(const JsonPlace& place) {
  Revision revision;
  revision.source = place.object();
  place.at("version").number(1, Revision::kVersion);
  revision.id = idAt(place.at("id"));
  if (place.has("parent")) revision.parent = idAt(place.at("parent"));
  if (place.has("message")) revision.message = place.at("message").anyText();
  revision.up = operationsFromJson(place.at("up"));
  revision.down = place.has("down") ? operationsFromJson(place.at("down")) : inverse(revision.up);
  if (place.has("renames")) revision.renames = operationsFromJson(place.at("renames"));
  return revision;
}

}  // namespace joinery::migration
