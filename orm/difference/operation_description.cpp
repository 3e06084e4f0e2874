// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "orm/difference/operation.h"
#include "orm/difference/operation_words.h"
#include "orm/difference/overloaded.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Table;

template <typename Item>
std::string spokenWord() {
  std::string word = wordOf<Item>();
  std::ranges::replace(word, '_', ' ');
  return word;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return "(" + text + ")";
}

/// One line, whatever stands in it.
std::string shortText(std::string text) {
  constexpr std::size_t kLongest = 60;
  std::ranges::replace_if(text, [](char each) { return each == '\n' || each == '\t' || each == '\r'; }, ' ');
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string kindOf(const Table& table) { return table.kind == schema::TableKind::PartitionedTable ? "table" : tableKindName(table.kind); }
template <typename Object>
std::string kindOf(const Object&) { return spokenWord<Object>(); }
std::string kindOf(const schema::Routine& routine) { return routine.procedure ? "procedure" : "function"; }

template <typename Object>
std::string nameOf(const Object& object) { return kindOf(object) + " " + object.name.toString(); }
std::string nameOf(const schema::Routine& routine) { return kindOf(routine) + " " + routine.name.toString() + "(" + routine.arguments + ")"; }

/// What a key is known by: its name, or what it is over.
std::string partName(const schema::UniqueKey& key) { return key.name.empty() ? listed(key.columns) : key.name + " " + listed(key.columns); }
std::string partName(const schema::ForeignKey& key) {
  return (key.name.empty() ? "" : key.name + " ") + listed(key.columns) + " to " + key.referredTable.toString() + (key.referredColumns.empty() ? "" : " " + listed(key.referredColumns));
}
std::string partName(const schema::CheckConstraint& check) { return (check.name.empty() ? "" : check.name + " ") + "(" + shortText(check.expression) + ")"; }
template <typename Part>
std::string partName(const Part& part) { return part.name; }

std::string typeName(const ValueType& type) { return type.declared.empty() ? typeKindName(type.kind) : type.declared; }

std::string columnText(const Column& column) {
  std::string text = column.name + ": " + typeName(column.type) + (column.nullable ? "" : ", not null");
  if (column.isComputed()) return text + ", computed as " + shortText(column.generationExpression);
  if (column.defaultExpression) text += ", default " + shortText(*column.defaultExpression);
  return text;
}

std::string defaultText(const Column& column) { return column.defaultExpression ? shortText(*column.defaultExpression) : "none"; }

std::string columnChanges(const Column& before, const Column& after) {
  std::string text;
  const auto say = [&text](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  if (!(before.type == after.type)) say("type " + typeName(before.type) + " to " + typeName(after.type));
  if (before.nullable != after.nullable) say(after.nullable ? "may be null" : "not null");
  if (before.defaultExpression != after.defaultExpression) say("default " + defaultText(before) + " to " + defaultText(after));
  if (before.generation != after.generation || before.identity != after.identity) say("who fills it");
  if (before.generationExpression != after.generationExpression) say("computed as " + shortText(after.generationExpression));
  if (before.autoIncrement != after.autoIncrement) say(after.autoIncrement ? "autoincrement" : "no autoincrement");
  if (before.collation != after.collation) say("collation " + (after.collation.empty() ? "the type's own" : after.collation));
  if (before.onNull != after.onNull) say("what becomes of a null");
  if (before.comment != after.comment) say("comment");
  return text;
}

std::string changedOptions(const TableOptions& before, const TableOptions& after) {
  std::string text;
  const auto say = [&text](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  if (before.strict != after.strict) say(after.strict ? "strict" : "not strict");
  if (before.withoutRowId != after.withoutRowId) say(after.withoutRowId ? "without rowid" : "with a rowid");
  if (before.options != after.options) say("options " + listed(after.options));
  if (before.inherits != after.inherits) say("what it inherits from");
  if (before.partition != after.partition) say(after.partition ? "a partition of " + after.partition->parent.toString() : "no partition of " + before.partition->parent.toString());
  return text;
}

const char* kindName(RenameKind kind) {
  switch (kind) {
    case RenameKind::Table: return "table";
    case RenameKind::Enum: return "enum";
    case RenameKind::Domain: return "domain";
    case RenameKind::Sequence: return "sequence";
  }
  return "";
}

std::string keyText(const SetPrimaryKey& each) {
  if (!each.after) return "Drop the primary key of " + each.table.toString();
  return "Set the primary key of " + each.table.toString() + " to " + listed(each.after->columns);
}

std::string commentText(const SetComment& each) {
  const std::string object = each.object.toString() + (each.part.empty() || each.kind == CommentKind::Routine ? std::string() : "." + each.part);
  return each.after.empty() ? "Drop the comment of " + object : "Comment " + object + ": " + shortText(each.after);
}

const auto kDescription = Overloaded{
    []<typename Object>(const Create<Object>& each) { return "Create " + nameOf(each.object); },
    []<typename Object>(const Drop<Object>& each) { return "Drop " + nameOf(each.object); },
    []<typename Object>(const Replace<Object>& each) { return "Change " + nameOf(each.after); },
    []<typename Part>(const AddPart<Part>& each) { return "Add " + spokenWord<Part>() + " " + partName(each.part) + " to " + each.table.toString(); },
    []<typename Part>(const DropPart<Part>& each) { return "Drop " + spokenWord<Part>() + " " + partName(each.part) + " of " + each.table.toString(); },
    [](const Rename& each) { return std::string("Rename ") + kindName(each.kind) + " " + each.from.toString() + " to " + each.to.toString(); },
    [](const AddColumn& each) { return "Add column " + each.table.toString() + "." + columnText(each.column); },
    [](const DropColumn& each) { return "Drop column " + each.table.toString() + "." + each.column.name; },
    [](const RenameColumn& each) { return "Rename column " + each.table.toString() + "." + each.from + " to " + each.to; },
    [](const AlterColumn& each) { return "Change column " + each.table.toString() + "." + each.after.name + ": " + columnChanges(each.before, each.after); },
    [](const SetPrimaryKey& each) { return keyText(each); },
    [](const SetTableOptions& each) { return "Change table " + each.table.toString() + ": " + changedOptions(each.before, each.after); },
    [](const AddEnumLabel& each) { return "Add " + each.label + " to enum " + each.type.toString() + (each.before.empty() ? "" : " before " + each.before); },
    [](const DropEnumLabel& each) { return "Drop " + each.label + " of enum " + each.type.toString(); },
    [](const RenameEnumLabel& each) { return "Rename " + each.from + " of enum " + each.type.toString() + " to " + each.to; },
    [](const OrderEnumLabels& each) { return "Order the labels of enum " + each.type.toString() + " " + listed(each.after); },
    [](const AddExtension& each) { return "Add extension " + each.name; },
    [](const DropExtension& each) { return "Drop extension " + each.name; },
    [](const AddSchema& each) { return "Add schema " + each.name; },
    [](const DropSchema& each) { return "Drop schema " + each.name; },
    [](const SetComment& each) { return commentText(each); },
    [](const DataStep& each) { return each.up.empty() ? std::string("Do nothing with the data") : "Run " + shortText(each.up) + (each.inTransaction ? "" : ", outside of a transaction"); },
};

}  // namespace

std::string description(const Operation& operation) { return std::visit(kDescription, operation); }

}  // namespace joinery::migration
