// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <set>

#include "orm/model/model_declarations.h"

/// What is declared of one model beside what its database says of it, and what is wrong with that. Pure.
namespace joinery::ui {

/// A relationship of a model: one of the database, perhaps under another name, or one that a person declares.
struct DeclaredRelationship {
  std::string automapName;  ///< empty: the database knows nothing of it
  std::string name;         ///< as it is called now
  Relationship::Kind kind = Relationship::Kind::ManyToOne;
  std::string target;
  std::string via;  ///< "ArtistId → ArtistId", or the link table
  /// Its place among the declared ones, and whether this model is the target of that.
  std::optional<std::size_t> declaration = {};
  bool isBack = false;
  std::string problem = {};  ///< why it is left out

  bool isVirtual() const { return declaration.has_value(); }
  bool isRenamed() const { return !isVirtual() && name != automapName; }
};

/// Those of the database first. @param registry without declarations
std::vector<DeclaredRelationship> declaredRelationships(const Registry& registry, const ModelDeclarations& declarations, const std::string& model);

/// The same as the other side declares it.
RelationshipDeclaration otherSide(const RelationshipDeclaration& declaration);
/// What a relationship between those columns is, seen from the one that declares it; nothing where they are a key of neither table.
std::optional<Relationship::Kind> kindOf(const Registry& registry, const RelationshipDeclaration& declaration);

/// The declarations with another label; empty, or as automap chose it: none.
ModelDeclarations withLabel(ModelDeclarations declarations, const Model& model, const std::string& label);
/// With another name for one of its relationships; empty, or that of automap: that one.
ModelDeclarations withName(ModelDeclarations declarations, const Registry& registry, const std::string& model, const DeclaredRelationship& relationship, const std::string& name);

/// What is said of a model; null for nothing.
const ModelDeclaration* declarationOf(const ModelDeclarations& declarations, const Registry& registry, const std::string& model);
bool isDeclared(const ModelDeclarations& declarations, const Registry& registry, const std::string& model);

/// What of the declarations about a model, and the models that it is related to, does not fit.
std::vector<DeclarationProblem> problemsAround(const Registry& registry, const ModelDeclarations& declarations, const std::string& model);
/// What would not fit any more: the first sentence, or nothing.
QString newProblem(const Registry& registry, const ModelDeclarations& before, const ModelDeclarations& after, const std::string& model);
/// Why a label is none: a name in braces that the model has not, or no name at all. Empty: it is one.
QString labelProblem(const Model& model, const std::string& label);

QString kindText(Relationship::Kind kind);

}  // namespace joinery::ui
