// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/column_layout.h"

#include <algorithm>
#include <set>

namespace joinery::ui {

namespace {

constexpr int kWidestRemembered = 10'000;

}  // namespace

ColumnLayout ColumnLayout::fittedTo(const std::vector<std::string>& names) const {
  const std::set<std::string> there(names.begin(), names.end());
  std::set<std::string> placed;
  ColumnLayout fitted;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!there.contains(columns[i].name) || !placed.insert(columns[i].name).second) continue;
    fitted.columns.push_back(columns[i]);
    if (static_cast<int>(i) < frozen) ++fitted.frozen;
  }
  for (const auto& name : names)
    if (!placed.contains(name)) fitted.columns.push_back({name});
  // All hidden is nothing to look at.
  if (std::ranges::all_of(fitted.columns, &Column::hidden))
    for (auto& column : fitted.columns) column.hidden = false;
  return fitted;
}

bool ColumnLayout::isPlain(const std::vector<std::string>& names) const {
  const auto isUntouched = [](const Column& column) { return !column.hidden && !column.width; };
  return frozen == 0 && std::ranges::all_of(columns, isUntouched) && std::ranges::equal(columns, names, {}, &Column::name);
}

Json ColumnLayout::toJson() const {
  Json list = Json::array();
  for (const auto& column : columns) {
    Json json{{"name", column.name}};
    if (column.hidden) json["hidden"] = true;
    if (column.width) json["width"] = *column.width;
    list.push_back(std::move(json));
  }
  return {{"columns", std::move(list)}, {"frozen", frozen}};
}

ColumnLayout ColumnLayout::fromJson(const Json& json) {
  ColumnLayout layout;
  if (!json.is_object() || !json.contains("columns") || !json["columns"].is_array()) return layout;
  for (const Json& each : json["columns"]) {
    if (!each.is_object() || !each.contains("name") || !each["name"].is_string()) continue;
    Column column{each["name"].get<std::string>()};
    column.hidden = each.contains("hidden") && each["hidden"] == true;
    if (each.contains("width") && each["width"].is_number_integer()) column.width = std::clamp(each["width"].get<int>(), 1, kWidestRemembered);
    layout.columns.push_back(std::move(column));
  }
  if (json.contains("frozen") && json["frozen"].is_number_integer()) layout.frozen = std::clamp(json["frozen"].get<int>(), 0, static_cast<int>(layout.columns.size()));
  return layout;
}

}  // namespace joinery::ui
