// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/model/registry.h"

namespace joinery {

/// How a person calls what automap made of a table.
struct ModelDeclaration {
  /// "{Title} ({Year})"; empty: as automap chose it.
  std::string label = {};
  /// By the name that automap gave.
  std::map<std::string, std::string> relationshipNames = {};

  bool operator==(const ModelDeclaration&) const = default;
};

/// Rows that are related though the database does not say so: those of `model` whose columns hold what a row of the target holds in its own.
struct RelationshipDeclaration {
  std::string name;
  std::string model;
  std::vector<std::string> columns;
  std::string target;
  std::vector<std::string> targetColumns;
  /// What the target calls it.
  std::string backName;

  bool operator==(const RelationshipDeclaration&) const = default;
};

/// What a person says of a database's models beside what the database says.
struct ModelDeclarations {
  std::map<std::string, ModelDeclaration> models = {};
  std::vector<RelationshipDeclaration> relationships = {};

  bool isEmpty() const { return models.empty() && relationships.empty(); }
  bool operator==(const ModelDeclarations&) const = default;
};

/// What does not fit the database and was left out: its tables may have changed since.
struct DeclarationProblem {
  std::string model;
  /// As it was declared; of a renamed one the name that automap gave. Empty: the label.
  std::string relationship;
  /// "book has another \"title\"".
  std::string reason;

  /// For people.
  std::string sentence() const;
  bool operator==(const DeclarationProblem&) const = default;
};

struct DeclaredModels {
  std::shared_ptr<const Registry> registry;
  std::vector<DeclarationProblem> problems;
};

/// The models with what was declared of them. Pure, any thread.
DeclaredModels declareModels(std::shared_ptr<const Registry> automapped, const ModelDeclarations& declarations);

}  // namespace joinery
