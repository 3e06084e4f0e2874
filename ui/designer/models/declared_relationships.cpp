// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/declared_relationships.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

#include "orm/model/names.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

struct ModelsText {
  Q_DECLARE_TR_FUNCTIONS(ModelsText)
};

using Kind = Relationship::Kind;

template <typename Map>
auto findNamed(Map& map, const std::string& name, bool ignoreCase) {
  const auto exact = map.find(name);
  return exact != map.end() ? exact : std::ranges::find_if(map, [&](const auto& each) { return sameName(each.first, name, ignoreCase); });
}

std::string joinedColumns(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& each : columns) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::string viaText(const std::vector<std::string>& columns, const std::vector<std::string>& others) { return joinedColumns(columns) + " → " + joinedColumns(others); }

/// What of the problems is about one relationship.
std::string reasonFor(const std::vector<DeclarationProblem>& problems, const std::string& model, const std::string& relationship, bool ignoreCase) {
  const auto found = std::ranges::find_if(problems, [&](const DeclarationProblem& each) {
    return !each.relationship.empty() && sameName(each.model, model, ignoreCase) && sameName(each.relationship, relationship, ignoreCase);
  });
  return found == problems.end() ? std::string() : found->reason;
}

/// The models that a model is related to, and itself; by their exact names.
std::set<std::string> modelsAround(const Registry& registry, const ModelDeclarations& declarations, const std::string& model) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) { if (const Model* found = registry.find(name)) names.insert(found->name); };
  add(model);
  if (const Model* found = registry.find(model))
    for (const Relationship& each : found->relationships) add(each.target);
  for (const RelationshipDeclaration& each : declarations.relationships) {
    const bool isOwn = sameName(each.model, model, registry.namesIgnoreCase()), isTarget = sameName(each.target, model, registry.namesIgnoreCase());
    if (isOwn || isTarget) add(isOwn ? each.target : each.model);
  }
  return names;
}

/// Those models, and what their declarations need beside them.
Registry registryOf(const Registry& registry, const ModelDeclarations& declarations, std::set<std::string> names) {
  const auto add = [&](const std::string& name) { if (const Model* found = registry.find(name)) names.insert(found->name); };
  for (const RelationshipDeclaration& each : declarations.relationships) {
    add(each.model);
    add(each.target);
  }
  for (const auto& [name, declaration] : declarations.models)
    if (const Model* model = registry.find(name); model && !declaration.relationshipNames.empty())
      for (const Relationship& each : model->relationships) add(each.target);
  Registry small(registry.sharedMetadata(), registry.namesIgnoreCase());
  for (const std::string& name : names) small.add(registry.at(name));
  return small;
}

DeclaredRelationship automapped(const Relationship& relationship, const ModelDeclaration* declaration, bool ignoreCase) {
  DeclaredRelationship row{.automapName = relationship.name, .name = relationship.name, .kind = relationship.kind, .target = relationship.target, .via = {}};
  row.via = relationship.kind == Kind::ManyToMany ? relationship.linkTable.name : viaText(relationship.localColumns, relationship.remoteColumns);
  if (!declaration) return row;
  const auto renamed = findNamed(declaration->relationshipNames, relationship.name, ignoreCase);
  if (renamed != declaration->relationshipNames.end()) row.name = renamed->second;
  return row;
}

/// Changes what is said of a model; where nothing is left, it goes.
template <typename Change>
ModelDeclarations changed(ModelDeclarations declarations, const std::string& model, bool ignoreCase, const Change& change) {
  const auto found = findNamed(declarations.models, model, ignoreCase);
  const std::string key = found == declarations.models.end() ? model : found->first;
  change(declarations.models[key]);
  if (declarations.models[key] == ModelDeclaration()) declarations.models.erase(key);
  return declarations;
}

}  // namespace

RelationshipDeclaration otherSide(const RelationshipDeclaration& declaration) {
  return {declaration.backName, declaration.target, declaration.targetColumns, declaration.model, declaration.columns, declaration.name};
}

std::optional<Kind> kindOf(const Registry& registry, const RelationshipDeclaration& declaration) {
  const Model *own = registry.find(declaration.model), *target = registry.find(declaration.target);
  if (!own || !target) return std::nullopt;
  // As the tables spell them, which is how they know their keys.
  const auto isUnique = [](const Model& model, const std::vector<std::string>& columns) {
    std::vector<std::string> spelled;
    for (const std::string& each : columns)
      if (const Attribute* attribute = model.attribute(each)) spelled.push_back(attribute->column.name);
    return !spelled.empty() && model.table->isUnique(spelled);
  };
  if (isUnique(*target, declaration.targetColumns)) return Kind::ManyToOne;
  return isUnique(*own, declaration.columns) ? std::optional(Kind::OneToMany) : std::nullopt;
}

std::vector<DeclaredRelationship> declaredRelationships(const Registry& registry, const ModelDeclarations& declarations, const std::string& model) {
  std::vector<DeclaredRelationship> rows;
  const Model* found = registry.find(model);
  if (!found) return rows;
  const bool ignoreCase = registry.namesIgnoreCase();
  const std::vector<DeclarationProblem> problems = problemsAround(registry, declarations, model);
  for (const Relationship& each : found->relationships) {
    rows.push_back(automapped(each, declarationOf(declarations, registry, model), ignoreCase));
    rows.back().problem = reasonFor(problems, model, each.name, ignoreCase);
  }
  const auto addSide = [&](const RelationshipDeclaration& seen, std::size_t place, bool isBack, Kind kind) {
    const RelationshipDeclaration& stored = declarations.relationships[place];
    DeclaredRelationship row{.automapName = {}, .name = seen.name, .kind = kind, .target = seen.target, .via = viaText(seen.columns, seen.targetColumns), .declaration = place, .isBack = isBack};
    row.problem = reasonFor(problems, stored.model, stored.name, ignoreCase);
    rows.push_back(std::move(row));
  };
  for (std::size_t place = 0; place < declarations.relationships.size(); ++place) {
    const RelationshipDeclaration& each = declarations.relationships[place];
    const Kind forth = kindOf(registry, each).value_or(Kind::ManyToOne);
    const bool isBackKey = kindOf(registry, otherSide(each)) == Kind::ManyToOne;
    const Kind back = forth == Kind::OneToMany ? Kind::ManyToOne : isBackKey ? Kind::OneToOne : Kind::OneToMany;
    if (sameName(each.model, model, ignoreCase)) addSide(each, place, false, forth);
    if (sameName(each.target, model, ignoreCase)) addSide(otherSide(each), place, true, back);
  }
  return rows;
}

const ModelDeclaration* declarationOf(const ModelDeclarations& declarations, const Registry& registry, const std::string& model) {
  const auto found = findNamed(declarations.models, model, registry.namesIgnoreCase());
  return found == declarations.models.end() ? nullptr : &found->second;
}

bool isDeclared(const ModelDeclarations& declarations, const Registry& registry, const std::string& model) {
  const auto isOf = [&](const RelationshipDeclaration& each) { return sameName(each.model, model, registry.namesIgnoreCase()) || sameName(each.target, model, registry.namesIgnoreCase()); };
  return declarationOf(declarations, registry, model) || std::ranges::any_of(declarations.relationships, isOf);
}

ModelDeclarations withLabel(ModelDeclarations declarations, const Model& model, const std::string& label) {
  return changed(std::move(declarations), model.name, model.namesIgnoreCase, [&](ModelDeclaration& each) { each.label = label == model.label ? std::string() : label; });
}

ModelDeclarations withName(ModelDeclarations declarations, const Registry& registry, const std::string& model, const DeclaredRelationship& relationship, const std::string& name) {
  if (relationship.isVirtual()) {
    RelationshipDeclaration& declared = declarations.relationships[*relationship.declaration];
    (relationship.isBack ? declared.backName : declared.name) = name;
    return declarations;
  }
  return changed(std::move(declarations), model, registry.namesIgnoreCase(), [&](ModelDeclaration& each) {
    const auto found = findNamed(each.relationshipNames, relationship.automapName, registry.namesIgnoreCase());
    if (found != each.relationshipNames.end()) each.relationshipNames.erase(found);
    if (!name.empty() && name != relationship.automapName) each.relationshipNames[relationship.automapName] = name;
  });
}

std::vector<DeclarationProblem> problemsAround(const Registry& registry, const ModelDeclarations& declarations, const std::string& model) {
  const std::set<std::string> names = modelsAround(registry, declarations, model);
  const auto isNear = [&](const std::string& name) {
    const Model* found = registry.find(name);
    return found ? names.contains(found->name) : sameName(name, model, registry.namesIgnoreCase());
  };
  ModelDeclarations near;
  for (const auto& [name, declaration] : declarations.models)
    if (isNear(name)) near.models[name] = declaration;
  for (const RelationshipDeclaration& each : declarations.relationships)
    if (isNear(each.model) || isNear(each.target)) near.relationships.push_back(each);
  return declareModels(std::make_shared<const Registry>(registryOf(registry, near, names)), near).problems;
}

QString newProblem(const Registry& registry, const ModelDeclarations& before, const ModelDeclarations& after, const std::string& model) {
  const std::vector<DeclarationProblem> old = problemsAround(registry, before, model);
  for (const DeclarationProblem& each : problemsAround(registry, after, model))
    if (std::ranges::find(old, each) == old.end()) return toQString(each.reason);
  return {};
}

QString labelProblem(const Model& model, const std::string& label) {
  static const QRegularExpression kInBraces(QStringLiteral("\\{([^{}]*)\\}"));
  Model labelled = model;
  labelled.label = label;
  const std::vector<std::string> shown = labelled.labelAttributes();
  for (auto matches = kInBraces.globalMatch(toQString(label)); matches.hasNext();) {
    const std::string name = toStdString(matches.next().captured(1));
    if (std::ranges::any_of(shown, [&](const std::string& each) { return each == name; })) continue;
    return ModelsText::tr("%1 has no column “%2”. %3").arg(toQString(model.name), toQString(name), toQString(nearestNamesHint(name, model.attributeNames()))).trimmed();
  }
  return shown.empty() && !label.empty() ? ModelsText::tr("A label shows at least one column: {%1}").arg(model.attributes.empty() ? QString() : toQString(model.attributes.front().name)) : QString();
}

QString kindText(Kind kind) {
  switch (kind) {
    case Kind::ManyToOne: return ModelsText::tr("many-to-one");
    case Kind::OneToMany: return ModelsText::tr("one-to-many");
    case Kind::OneToOne: return ModelsText::tr("one-to-one");
    case Kind::ManyToMany: return ModelsText::tr("many-to-many");
  }
  return {};
}

}  // namespace joinery::ui
