// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/array_editor.h"
#include "ui/value/bytes_editor.h"
#include "ui/value/choice_editor.h"
#include "ui/value/lines_editor.h"
#include "ui/value/moment_editor.h"
#include "ui/value/reference_editor.h"
#include "ui/value/text_view.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kLongestLineText = 10'000;

EditorKind kindOfText(std::string_view text, TypeKind kind) {
  const bool isDocument = kind == TypeKind::Json || kind == TypeKind::Xml;
  const bool hasLines = text.find('\n') != std::string_view::npos;
  if (text.size() > TextView::kPartBytes) return EditorKind::None;
  if (hasLines || isDocument) return EditorKind::Lines;
  return text.size() > kLongestLineText ? EditorKind::None : EditorKind::Line;
}

}  // namespace

EditorKind editorKindOf(const EditedColumn& column, const Value& value) {
  const ValueType& type = column.attribute->column.type;
  const auto storage = value.storageClass();
  if (storage == StorageClass::Blob || (type.kind == TypeKind::Blob && storage == StorageClass::Null)) return value.bytes().size() > BytesEditor::kMostBytes ? EditorKind::None : EditorKind::Bytes;
  const EditorKind ofText = kindOfText(value.bytes(), type.kind);
  const bool isArray = type.kind == TypeKind::Array && ofText != EditorKind::None && ArrayEditor::isSpelledAsArray(value, type);
  if (isArray) return EditorKind::Array;
  if (ofText == EditorKind::None || (ofText == EditorKind::Lines && type.kind != TypeKind::Json && type.kind != TypeKind::Xml)) return ofText;
  if (column.database && referenceOf(column.registry, *column.model, *column.attribute)) return EditorKind::Reference;
  if (type.kind == TypeKind::Boolean || type.labels) return EditorKind::Choice;
  const bool isMoment = type.kind == TypeKind::Date || type.kind == TypeKind::Time || type.kind == TypeKind::Timestamp || type.kind == TypeKind::TimestampTz;
  return isMoment ? EditorKind::Moment : ofText;
}

ValueEditor* makeValueEditor(EditorKind kind, const EditedColumn& column, QWidget* parent) {
  switch (kind) {
    case EditorKind::Array: return new ArrayEditor(column, parent);
    case EditorKind::Choice: return new ChoiceEditor(column, parent);
    case EditorKind::Moment: return new MomentEditor(column, parent);
    case EditorKind::Reference: return new ReferenceEditor(column, parent);
    case EditorKind::Lines: return new LinesEditor(column, parent);
    case EditorKind::Bytes: return new BytesEditor(column, parent);
    case EditorKind::Line:
    case EditorKind::None: break;
  }
  return new LineEditor(column, parent);
}

}  // namespace joinery::ui
