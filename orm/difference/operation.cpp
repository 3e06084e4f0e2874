// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/operation.h"

#include <algorithm>
#include <ranges>

#include "orm/difference/overloaded.h"
#include "orm/difference/type_change.h"

namespace joinery::migration {
namespace {

using schema::Table;
using schema::TableKind;

/// The rows are its own, and nowhere else.
bool holdsRows(const Table& table) { return !table.isView() && table.kind != TableKind::ForeignTable; }

const auto kInverse = Overloaded{
    []<typename Object>(const Create<Object>& each) -> Operation { return Drop<Object>{each.object}; },
    []<typename Object>(const Drop<Object>& each) -> Operation { return Create<Object>{each.object}; },
    []<typename Object>(const Replace<Object>& each) -> Operation { return Replace<Object>{each.after, each.before}; },
    []<typename Part>(const AddPart<Part>& each) -> Operation { return DropPart<Part>{each.table, each.part}; },
    []<typename Part>(const DropPart<Part>& each) -> Operation { return AddPart<Part>{each.table, each.part}; },
    [](const Rename& each) -> Operation { return Rename{each.kind, each.to, each.from}; },
    [](const AddColumn& each) -> Operation { return DropColumn{each.table, each.column, each.after}; },
    [](const DropColumn& each) -> Operation { return AddColumn{each.table, each.column, each.after}; },
    [](const RenameColumn& each) -> Operation { return RenameColumn{each.table, each.to, each.from}; },
    [](const AlterColumn& each) -> Operation { return AlterColumn{each.table, each.after, each.before, each.conversionBack, each.conversion}; },
    [](const SetPrimaryKey& each) -> Operation { return SetPrimaryKey{each.table, each.after, each.before}; },
    [](const SetTableOptions& each) -> Operation { return SetTableOptions{each.table, each.after, each.before}; },
    [](const AddEnumLabel& each) -> Operation { return DropEnumLabel{each.type, each.label, each.before}; },
    [](const DropEnumLabel& each) -> Operation { return AddEnumLabel{each.type, each.label, each.before}; },
    [](const RenameEnumLabel& each) -> Operation { return RenameEnumLabel{each.type, each.to, each.from}; },
    [](const OrderEnumLabels& each) -> Operation { return OrderEnumLabels{each.type, each.after, each.before}; },
    [](const AddExtension& each) -> Operation { return DropExtension{each.name, each.schema}; },
    [](const DropExtension& each) -> Operation { return AddExtension{each.name, each.schema}; },
    [](const AddSchema& each) -> Operation { return DropSchema{each.name}; },
    [](const DropSchema& each) -> Operation { return AddSchema{each.name}; },
    [](const SetComment& each) -> Operation { return SetComment{each.kind, each.object, each.part, each.after, each.before}; },
    [](const DataStep& each) -> Operation { return DataStep{each.down, each.up, each.inTransaction}; },
};

using Why = std::optional<std::string>;

const auto kWhyIrreversible = Overloaded{
    [](const auto&) -> Why { return {}; },
    [](const DropTable& each) -> Why {
      if (!holdsRows(each.object)) return {};
      return "the rows of " + each.object.name.toString() + " are gone";
    },
    [](const DropColumn& each) -> Why {
      if (each.column.isComputed()) return {};
      return "the values of " + each.table.toString() + "." + each.column.name + " are gone";
    },
    [](const AlterColumn& each) -> Why {
      if (!narrows(each.before, each.after)) return {};
      return "values of " + each.table.toString() + "." + each.before.name + " may not be what they were";
    },
    [](const Drop<schema::Sequence>& each) -> Why { return "how far " + each.object.name.toString() + " has counted is forgotten"; },
    [](const DropEnumLabel& each) -> Why { return "values that were " + each.label + " would have become others"; },
    [](const DataStep& each) -> Why {
      if (!each.down.empty()) return {};
      return "the step with data has no SQL for the way back";
    },
};

}  // namespace

Operation inverse(const Operation& operation) { return std::visit(kInverse, operation); }

Operations inverse(const Operations& operations) {
  Operations back;
  for (const Operation& each : std::views::reverse(operations)) back.push_back(inverse(each));
  return back;
}

bool isDestructive(const Operation& operation) {
  return std::visit(Overloaded{
                        [](const auto&) { return false; },
                        [](const DropTable& each) { return holdsRows(each.object); },
                        [](const DropColumn& each) { return !each.column.isComputed(); },
                        [](const AlterColumn& each) { return narrows(each.before, each.after); },
                        [](const DropEnumLabel&) { return true; },
                    },
                    operation);
}

std::optional<std::string> whyIrreversible(const Operation& operation) { return std::visit(kWhyIrreversible, operation); }

QualifiedName changedTable(const Operation& operation) {
  return std::visit(Overloaded{
                        [](const auto& each) {
                          if constexpr (requires { QualifiedName(each.table); }) return each.table;
                          else return QualifiedName();
                        },
                        [](const CreateTable& each) { return each.object.name; },
                        [](const DropTable& each) { return each.object.name; },
                        [](const ReplaceView& each) { return each.after.name; },
                        [](const Rename& each) { return each.kind == RenameKind::Table ? each.to : QualifiedName(); },
                        [](const SetComment& each) {
                          const bool isOfTable = each.kind <= CommentKind::Constraint;
                          return isOfTable ? each.object : QualifiedName();
                        },
                    },
                    operation);
}

}  // namespace joinery::migration
