// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/model_declarations.h"

#include <algorithm>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Kind = Relationship::Kind;

class Declaring {
 public:
  explicit Declaring(const Registry& registry) : m_registry(registry) {
    for (const auto& model : registry.models()) m_models.push_back(*model);
  }

  DeclaredModels run(const ModelDeclarations& declarations) {
    for (const auto& [name, declaration] : declarations.models) attempt(name, {}, [&] { setLabel(modelCalled(name), declaration.label); });
    for (const auto& [name, declaration] : declarations.models)
      for (const auto& [was, is] : declaration.relationshipNames) attempt(name, was, [&] { plan(name, was, is); });
    rename();
    for (const RelationshipDeclaration& each : declarations.relationships) attempt(each.model, each.name, [&] { add(each); });
    return finish();
  }

 private:
  struct Rename {
    Model* model;
    std::size_t relationship;
    std::string name;
  };

  template <typename Step>
  void attempt(const std::string& model, const std::string& relationship, const Step& step) {
    try {
      step();
    } catch (const DbError& error) {
      m_problems.push_back({model, relationship, error.message() + (error.hint.empty() ? "" : ". " + error.hint)});
    }
  }

  [[noreturn]] static void refuse(const std::string& why) { throw DbError(ErrorKind::Mapping, why); }

  Model& modelCalled(const std::string& name) {
    const std::string& exact = m_registry.at(name).name;
    return *std::ranges::find(m_models, exact, &Model::name);
  }

  bool isSame(const std::string& one, const std::string& other) const { return sameName(one, other, m_registry.namesIgnoreCase()); }

  static void setLabel(Model& model, const std::string& label) {
    if (label.empty()) return;
    const std::string before = std::exchange(model.label, label);
    if (!model.labelAttributes().empty()) return;
    model.label = before;
    refuse("the label \"" + label + "\" shows no attribute");
  }

  /// Renames are made together, so that two relationships can exchange their names.
  void plan(const std::string& modelName, const std::string& was, const std::string& is) {
    Model& model = modelCalled(modelName);
    const Relationship* found = model.relationship(was);
    if (!found) refuse(model.name + " has no such relationship");
    m_renames.push_back({&model, static_cast<std::size_t>(found - model.relationships.data()), is});
  }

  /// Those that would give a name twice are taken back, until none does.
  void rename() {
    for (bool isChanged = true; isChanged;) {
      const auto clashes = std::ranges::find_if(m_renames, [&](const Rename& each) { return uses(*each.model, each.name) > 1; });
      isChanged = clashes != m_renames.end();
      if (!isChanged) break;
      attempt(clashes->model->name, relationshipOf(*clashes).name, [&] { refuse(clashes->model->name + " has another \"" + clashes->name + "\""); });
      m_renames.erase(clashes);
    }
    std::vector<std::pair<Relationship*, std::string>> backs;
    for (const Rename& each : m_renames)
      if (Relationship* back = backOf(relationshipOf(each))) backs.emplace_back(back, each.name);
    for (const auto& [back, name] : backs) back->backPopulates = name;
    for (const Rename& each : m_renames) relationshipOf(each).name = each.name;
    m_renames.clear();
  }

  static Relationship& relationshipOf(const Rename& each) { return each.model->relationships[each.relationship]; }

  Relationship* backOf(const Relationship& relationship) {
    if (relationship.backPopulates.empty()) return nullptr;
    auto& candidates = modelCalled(relationship.target).relationships;
    const auto found = std::ranges::find(candidates, relationship.backPopulates, &Relationship::name);
    return found == candidates.end() ? nullptr : &*found;
  }

  /// How often a model would have the name.
  std::ptrdiff_t uses(const Model& model, const std::string& name) const {
    std::vector<std::string> names = model.attributeNames();
    for (const Relationship& each : model.relationships) names.push_back(each.name);
    for (const Rename& each : m_renames)
      if (each.model == &model) names[model.attributes.size() + each.relationship] = each.name;
    return std::ranges::count_if(names, [&](const std::string& each) { return isSame(each, name); });
  }

  void add(const RelationshipDeclaration& declared) {
    Model &own = modelCalled(declared.model), &target = modelCalled(declared.target);
    Relationship forth = side(own, declared.columns, target, declared.targetColumns);
    Relationship back = side(target, declared.targetColumns, own, declared.columns);
    const bool isOwnUnique = own.table->isUnique(forth.localColumns), isTargetUnique = target.table->isUnique(forth.remoteColumns);
    if (!isOwnUnique && !isTargetUnique) refuse("its columns are a key of neither table, and so a row of one could belong to many of the other on both sides");
    Relationship& owner = isTargetUnique ? forth : back;
    Relationship& owned = isTargetUnique ? back : forth;
    owner.kind = Kind::ManyToOne;
    owned.kind = isOwnUnique && isTargetUnique ? Kind::OneToOne : Kind::OneToMany;
    forth.name = back.backPopulates = declared.name;
    back.name = forth.backPopulates = declared.backName;
    requireFree(own, forth.name);
    requireFree(target, back.name);
    if (&own == &target && isSame(forth.name, back.name)) refuse("both of its sides have the name \"" + back.name + "\"");
    markForeignKey(isTargetUnique ? own : target, owner.localColumns);
    own.relationships.push_back(std::move(forth));
    target.relationships.push_back(std::move(back));
  }

  Relationship side(const Model& from, const std::vector<std::string>& columns, const Model& to, const std::vector<std::string>& toColumns) const {
    if (columns.size() != toColumns.size() || columns.empty()) refuse("it names " + std::to_string(columns.size()) + " columns of the one table and " + std::to_string(toColumns.size()) + " of the other");
    Relationship relationship;
    relationship.target = to.name;
    relationship.localColumns = columnsOf(from, columns);
    relationship.remoteColumns = columnsOf(to, toColumns);
    relationship.isVirtual = true;
    return relationship;
  }

  /// As the table spells them.
  static std::vector<std::string> columnsOf(const Model& model, const std::vector<std::string>& names) {
    std::vector<std::string> columns;
    for (const std::string& name : names) {
      const Attribute* attribute = model.attribute(name);
      if (!attribute) refuse(model.table->name.toString() + " has no column \"" + name + "\"");
      columns.push_back(attribute->column.name);
    }
    return columns;
  }

  void requireFree(const Model& model, const std::string& name) const {
    if (name.empty()) refuse("it has no name in " + model.name);
    if (uses(model, name) > 0) refuse(model.name + " has another \"" + name + "\"");
  }

  static void markForeignKey(Model& model, const std::vector<std::string>& columns) {
    for (Attribute& attribute : model.attributes)
      if (std::ranges::find(columns, attribute.column.name) != columns.end()) attribute.isForeignKey = true;
  }

  DeclaredModels finish() {
    auto registry = std::make_shared<Registry>(m_registry.sharedMetadata(), m_registry.namesIgnoreCase());
    for (Model& model : m_models) registry->add(std::move(model));
    return {std::move(registry), std::move(m_problems)};
  }

  const Registry& m_registry;
  std::vector<Model> m_models;
  std::vector<Rename> m_renames;
  std::vector<DeclarationProblem> m_problems;
};

}  // namespace

std::string DeclarationProblem::sentence() const {
  const std::string what = relationship.empty() ? "model \"" + model : "relationship \"" + model + "." + relationship;
  return "The " + what + "\" is left as it is: " + reason + (reason.ends_with('?') || reason.ends_with('.') ? "" : ".");
}

DeclaredModels declareModels(std::shared_ptr<const Registry> automapped, const ModelDeclarations& declarations) {
  if (declarations.isEmpty()) return {std::move(automapped), {}};
  return Declaring(*automapped).run(declarations);
}

}  // namespace joinery
