// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/array_editor.h"

#include <QFrame>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {
constexpr int kPopupWidth = 320, kPopupHeight = 260;
}

ArrayEditor::ArrayEditor(EditedColumn column, QWidget* parent) : LineEditor(std::move(column), parent) {
  connect(addButton(QStringLiteral("menu"), tr("Elements of the array")), &QToolButton::clicked, this, &ArrayEditor::openList);
  connect(this, &ValueEditor::edited, this, &ArrayEditor::showElements);
}

bool ArrayEditor::isSpelledAsArray(const Value& value, const ValueType& type) {
  return value.isNull() || (value.storageClass() == StorageClass::Text && ArrayText::parse(value.bytes(), arrayDelimiter(type.declared)));
}

ArrayElements* ArrayEditor::makeElements(QWidget* parent) {
  auto* elements = new ArrayElements(parent);
  m_elements = elements;
  elements->setReadOnly(isReadOnly());
  connect(elements->model(), &ArrayModel::changed, this, [this] {
    m_isTaking = true;
    choose(editorText(m_elements->model()->text(), spelling(), TextLines::One));
    m_isTaking = false;
  });
  return elements;
}

QWidget* ArrayEditor::makeDetails(QWidget* parent) {
  makeElements(parent);
  showElements();
  return m_elements;
}

void ArrayEditor::setReadOnly(bool isReadOnly) {
  LineEditor::setReadOnly(isReadOnly);
  if (m_elements) m_elements->setReadOnly(isReadOnly);
}

void ArrayEditor::valueShown(const Value&) { showElements(); }

std::optional<ArrayText> ArrayEditor::arrayHere() const {
  const auto bytes = bytesOfEditor(inputText(), spelling());
  if (!bytes) return std::nullopt;
  const char delimiter = arrayDelimiter(schemaColumn().type.declared);
  return ArrayText::parse(bytes->find_first_not_of(" \t\n") == std::string::npos ? "{}" : *bytes, delimiter);
}

void ArrayEditor::showElements() {
  if (!m_elements || m_isTaking) return;
  const auto array = arrayHere();
  m_elements->setEnabled(array.has_value());
  // While a text is typed that is no array yet, the list keeps what it was.
  if (array && array->withElements(array->elements()) != m_elements->model()->text()) m_elements->model()->setArray(*array);
}

void ArrayEditor::openList() {
  if (m_elements && !m_popup) return m_elements->begin();
  const auto array = arrayHere();
  if (!array) return refuse(tr("This is no array: its elements stand between braces, as {a,\"b c\",NULL}."));
  if (!m_popup) {
    m_popup = new QFrame(this, Qt::Popup);
    m_popup->setObjectName(QStringLiteral("arrayPopup"));
    m_popup->setAccessibleName(tr("Elements of the array"));
    m_popup->setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(makeElements(m_popup));
  }
  m_elements->model()->setArray(*array);
  const QRect room = screen()->availableGeometry();
  QPoint place = mapToGlobal(QPoint(0, height()));
  m_popup->resize(std::max(width(), kPopupWidth), kPopupHeight);
  if (place.y() + m_popup->height() > room.bottom()) place.setY(mapToGlobal(QPoint()).y() - m_popup->height());
  place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - m_popup->width())));
  m_popup->move(place);
  m_popup->show();
  m_elements->begin();
}

}  // namespace joinery::ui

#include "moc_array_editor.cpp"
