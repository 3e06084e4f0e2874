// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/operation_json.h"

#include <array>
#include <map>

#include "orm/core/nearest_names.h"
#include "orm/difference/operation_words.h"
#include "orm/difference/overloaded.h"
#include "orm/schema/schema_fields.h"

namespace joinery::migration {

std::span<const char* const> jsonNames(RenameKind) {
  static constexpr std::array<const char*, 4> kNames{"table", "enum", "domain", "sequence"};
  return kNames;
}

std::span<const char* const> jsonNames(CommentKind) {
  static constexpr std::array<const char*, 10> kNames{"table", "index", "trigger", "rule", "constraint", "enum", "domain", "sequence", "routine", "schema"};
  return kNames;
}

template <typename Type, template <typename> typename Template>
inline constexpr bool kIs = false;
template <typename Item, template <typename> typename Template>
inline constexpr bool kIs<Template<Item>, Template> = true;

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(kIs<std::remove_const_t<Operation>, Create> || kIs<std::remove_const_t<Operation>, Drop>)
{
  fields.required(wordOf<std::remove_cvref_t<decltype(each.object)>>(), each.object);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(kIs<std::remove_const_t<Operation>, Replace>)
{
  fields.required("before", each.before);
  fields.required("after", each.after);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(kIs<std::remove_const_t<Operation>, AddPart> || kIs<std::remove_const_t<Operation>, DropPart>)
{
  fields.required("table", each.table);
  fields.required(wordOf<std::remove_cvref_t<decltype(each.part)>>(), each.part);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<Rename> auto& each) {
  fields.required("kind", each.kind);
  fields.required("from", each.from);
  fields.required("to", each.to);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(SameAs<Operation, AddColumn> || SameAs<Operation, DropColumn>)
{
  fields.required("table", each.table);
  fields.required("column", each.column);
  fields.optional("after", each.after);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<RenameColumn> auto& each) {
  fields.required("table", each.table);
  fields.required("from", each.from);
  fields.required("to", each.to);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<AlterColumn> auto& each) {
  fields.required("table", each.table);
  fields.required("before", each.before);
  fields.required("after", each.after);
  fields.optional("conversion", each.conversion);
  fields.optional("conversion_back", each.conversionBack);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<TableOptions> auto& each) {
  fields.optional("strict", each.strict);
  fields.optional("without_rowid", each.withoutRowId);
  fields.optional("options", each.options);
  fields.optional("inherits", each.inherits);
  fields.optional("partition", each.partition);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(SameAs<Operation, SetPrimaryKey> || SameAs<Operation, SetTableOptions>)
{
  fields.required("table", each.table);
  fields.always("before", each.before);
  fields.always("after", each.after);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(SameAs<Operation, AddEnumLabel> || SameAs<Operation, DropEnumLabel>)
{
  fields.required("enum", each.type);
  fields.required("label", each.label);
  fields.optional("before", each.before);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<RenameEnumLabel> auto& each) {
  fields.required("enum", each.type);
  fields.required("from", each.from);
  fields.required("to", each.to);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<OrderEnumLabels> auto& each) {
  fields.required("enum", each.type);
  fields.required("before", each.before);
  fields.required("after", each.after);
}

template <typename Fields, typename Operation>
void describeFields(Fields& fields, Operation& each)
  requires(SameAs<Operation, AddExtension> || SameAs<Operation, DropExtension> || SameAs<Operation, AddSchema> || SameAs<Operation, DropSchema>)
{
  fields.required("name", each.name);
  if constexpr (requires { each.schema; }) fields.optional("schema", each.schema);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<SetComment> auto& each) {
  fields.required("kind", each.kind);
  fields.required("object", each.object);
  fields.optional("part", each.part);
  fields.always("before", each.before);
  fields.always("after", each.after);
}

template <typename Fields>
void describeFields(Fields& fields, SameAs<DataStep> auto& each) {
  fields.required("up", each.up);
  fields.optional("down", each.down);
  fields.optional("transaction", each.inTransaction, true);
}

namespace {

template <typename Item>
std::string named(const char* verb) { return std::string(verb) + "_" + wordOf<Item>(); }

template <typename Item>
std::string opName(const Create<Item>*) { return named<Item>("create"); }
template <typename Item>
std::string opName(const Drop<Item>*) { return named<Item>("drop"); }
template <typename Item>
std::string opName(const Replace<Item>*) { return named<Item>("replace"); }
std::string opName(const ReplaceView*) { return "replace_view"; }
template <typename Item>
std::string opName(const AddPart<Item>*) { return named<Item>("add"); }
template <typename Item>
std::string opName(const DropPart<Item>*) { return named<Item>("drop"); }
std::string opName(const Rename*) { return "rename"; }
std::string opName(const AddColumn*) { return "add_column"; }
std::string opName(const DropColumn*) { return "drop_column"; }
std::string opName(const RenameColumn*) { return "rename_column"; }
std::string opName(const AlterColumn*) { return "alter_column"; }
std::string opName(const SetPrimaryKey*) { return "set_primary_key"; }
std::string opName(const SetTableOptions*) { return "set_table_options"; }
std::string opName(const AddEnumLabel*) { return "add_enum_label"; }
std::string opName(const DropEnumLabel*) { return "drop_enum_label"; }
std::string opName(const RenameEnumLabel*) { return "rename_enum_label"; }
std::string opName(const OrderEnumLabels*) { return "order_enum_labels"; }
std::string opName(const AddExtension*) { return "add_extension"; }
std::string opName(const DropExtension*) { return "drop_extension"; }
std::string opName(const AddSchema*) { return "add_schema"; }
std::string opName(const DropSchema*) { return "drop_schema"; }
std::string opName(const SetComment*) { return "comment"; }
std::string opName(const DataStep*) { return "data"; }

using Reader = Operation (*)(const JsonPlace&);
using Readers = std::map<std::string, Reader>;

template <typename Each>
Operation readOperation(const JsonPlace& place) {
  Each operation;
  readJson(place, operation);
  return operation;
}

template <typename... Each>
Readers readersOf(const std::variant<Each...>*) {
  return {{opName(static_cast<const Each*>(nullptr)), &readOperation<Each>}...};
}

const Readers& readers() {
  static const Readers kReaders = readersOf(static_cast<const Operation*>(nullptr));
  return kReaders;
}

}  // namespace

Json operationToJson(const Operation& operation) {
  return std::visit(
      [](const auto& each) {
        Json json{{"op", opName(&each)}};
        FieldWriter fields(json);
        describeFields(fields, each);
        return json;
      },
      operation);
}

Json operationsToJson(const Operations& operations) {
  Json list = Json::array();
  for (const Operation& operation : operations) list.push_back(operationToJson(operation));
  return list;
}

Operation operationFromJson(const JsonPlace& place) {
  const JsonPlace op = place.at("op");
  const auto found = readers().find(op.text());
  if (found != readers().end()) return found->second(place);
  std::vector<std::string> names;
  for (const auto& [name, reader] : readers()) names.push_back(name);
  op.refuse("there is no operation \"" + op.text() + "\"", suggestion(op.text(), names));
}

Operations operationsFromJson(const JsonPlace& place) {
  Operations operations;
  for (const JsonPlace& item : place.items()) operations.push_back(operationFromJson(item));
  return operations;
}

}  // namespace joinery::migration
