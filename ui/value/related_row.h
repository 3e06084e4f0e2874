// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/value.h"
#include "orm/model/model.h"

namespace joinery::ui {

/// What is read of each row of a model where rows are told apart: its key, its label, a few details, and the columns that relate it to others.
struct RowShape {
  /// The most that columns of their own show of a row.
  static constexpr std::size_t kMostCells = 8;
  /// @param along attributes that are read whatever they are
  explicit RowShape(const Model& model, const std::vector<const Attribute*>& along = {});

  const Model* model;
  std::vector<const Attribute*> attributes;  ///< in the model's order
  std::vector<std::size_t> key;              ///< positions in `attributes`; empty when rows can't be told apart
  std::vector<std::size_t> details;          ///< positions in `attributes`: what one line says of a row
  std::vector<std::size_t> cells;            ///< positions in `attributes`: what columns of their own say of it, kMostCells at most
  /// The attribute that is the whole label; null where the label is made of several.
  const Attribute* labelAttribute = nullptr;

  /// Whether the label says no more than keys do.
  bool hasOnlyKeysAsLabel() const;
  /// Whether a row is nothing but a link between others: foreign keys are its whole key.
  bool isLink() const;
  int indexOfAttribute(const std::string& name) const;
  int indexOfColumn(const std::string& name) const;
};

/// One row as far as it is read there.
struct RelatedRow {
  std::vector<Value> values;  ///< as RowShape::attributes; empty: not read
  std::vector<Value> key;     ///< empty when it can't be told from others
  /// What is told of a row beside its own attributes.
  struct Aside {
    std::string name;
    std::string text;
  };
  /// Labels of rows that it leads to, one after the other, by the relationships' names.
  std::vector<Aside> chain = {};
  /// What the link table says of its link, by the columns' names.
  std::vector<Aside> link = {};
  std::vector<bool> cut = {};      ///< which values are only beginnings, or stand for a text that was not read; empty: none
};

/// The label of a row in the form that the model gives it.
std::string relatedRowLabel(const RowShape& shape, const std::vector<Value>& values);

}  // namespace joinery::ui
