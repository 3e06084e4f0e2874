// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_rows.h"

#include <QApplication>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/filter/condition_row.h"
#include "ui/filter/filter_operator.h"
#include "ui/filter/step_row.h"

namespace joinery::ui {

namespace {

FilterNode newCondition(const Model& model) {
  const auto labels = model.labelAttributes();
  const Attribute* label = labels.empty() ? nullptr : model.attribute(labels.front());
  const Attribute& attribute = label ? *label : model.attributes.front();
  return FilterNode::condition(attribute.name, defaultOperator(attribute.column.type), attribute.column.type.kind == TypeKind::Boolean ? Json(true) : Json(""));
}

/// What belongs to a row is asked for more often than what it belongs to.
FilterNode newRelation(const Model& model) {
  const auto found = std::ranges::find_if(model.relationships, &Relationship::isToMany);
  return FilterNode::relation((found == model.relationships.end() ? model.relationships.front() : *found).name, FilterNode::Quantifier::Some);
}

}  // namespace

FilterRows::FilterRows(ValueSuggestions* suggestions, QWidget* parent) : QScrollArea(parent), m_suggestions(suggestions) {
  setObjectName(QStringLiteral("filterRows"));
  setAccessibleName(tr("Filter rows"));
  setWidgetResizable(true);
  setFocusPolicy(Qt::NoFocus);
  auto* inside = new QWidget(this);
  m_layout = new QVBoxLayout(inside);
  m_layout->setContentsMargins(2, 2, 2, 2);
  m_layout->setSpacing(0);
  m_layout->addStretch(1);
  setWidget(inside);
}

void FilterRows::setModel(std::shared_ptr<const Registry> registry, const Model& model) {
  m_registry = std::move(registry);
  m_model = &model;
  rebuild();
}

void FilterRows::setRoot(const FilterNode& root) {
  if (root == m_root) return;
  m_root = root;
  rebuild();
}

void FilterRows::rebuild() {
  const QWidget* anywhere = QApplication::focusWidget();
  const QWidget* focus = anywhere && isAncestorOf(anywhere) ? anywhere : nullptr;
  const auto focused = std::ranges::find_if(m_rows, [&](const FilterRow* row) { return focus && row->isAncestorOf(focus); });
  const auto position = focused == m_rows.end() ? m_rows.size() : static_cast<std::size_t>(focused - m_rows.begin());
  const QString name = focus ? focus->objectName() : QString();
  for (FilterRow* row : m_rows) {
    // The signal that led here may come from one of them.
    row->hide();
    m_layout->removeWidget(row);
    row->disconnect(this);
    row->deleteLater();
  }
  m_rows.clear();
  addRows(m_root, *m_model, 0, nullptr, true);
  setFocusProxy(m_rows.front()->firstField());
  if (position >= m_rows.size() || name.isEmpty()) return;
  if (auto* again = m_rows[position]->findChild<QWidget*>(name)) again->setFocus();
}

FilterRow* FilterRows::makeRow(FilterNode& node, const Model& model, int depth, bool mayPrune) {
  if (node.kind == FilterNode::Kind::Condition) return new ConditionRow(node, model, m_suggestions, depth, widget());
  if (node.kind == FilterNode::Kind::Relation) return new RelationRow(node, model, mayPrune, depth, widget());
  return new GroupRow(node, depth, widget());
}

void FilterRows::addRows(FilterNode& node, const Model& model, int depth, FilterNode* parent, bool mayPrune) {
  FilterRow* row = makeRow(node, model, depth, mayPrune);
  m_layout->insertWidget(static_cast<int>(m_rows.size()), row);
  m_rows.push_back(row);
  row->show();
  const Relationship* relationship = node.kind == FilterNode::Kind::Relation ? model.relationship(node.name) : nullptr;
  const Model& inner = relationship ? m_registry->target(*relationship) : model;
  connect(row, &FilterRow::edited, this, &FilterRows::edited);
  connect(row, &FilterRow::restructured, this, [this] {
    rebuild();
    Q_EMIT edited();
  });
  connect(row, &FilterRow::addRequested, this, [this, &node, &inner](FilterNode::Kind kind) { add(node, inner, kind); });
  if (parent) connect(row, &FilterRow::removeRequested, this, [this, parent, &node] { remove(*parent, node); });
  // Related rows below a group, or below "no" and "every", are no one set that could be shown.
  const bool isRoot = depth == 0 && node.match == FilterNode::Match::All;
  const bool isSet = relationship && (node.quantifier == FilterNode::Quantifier::Some || node.quantifier == FilterNode::Quantifier::Count);
  for (FilterNode& child : node.children) addRows(child, inner, depth + 1, &node, mayPrune && (isRoot || isSet));
}

void FilterRows::add(FilterNode& parent, const Model& model, FilterNode::Kind kind) {
  if (kind == FilterNode::Kind::Relation && model.relationships.empty()) return;
  if (kind == FilterNode::Kind::Condition && model.attributes.empty()) return;
  FilterNode child = kind == FilterNode::Kind::Condition  ? newCondition(model)
                     : kind == FilterNode::Kind::Relation ? newRelation(model)
                                                          : FilterNode::group(FilterNode::Match::Any);
  parent.children.push_back(std::move(child));
  rebuild();
  focusRow(rowOf(parent.children.back()));
  Q_EMIT edited();
}

void FilterRows::remove(FilterNode& parent, const FilterNode& node) {
  const std::size_t row = rowOf(node);
  const auto index = &node - parent.children.data();
  parent.children.erase(parent.children.begin() + index);
  rebuild();
  focusRow(std::min(row, m_rows.size() - 1));
  Q_EMIT edited();
}

std::size_t FilterRows::rowOf(const FilterNode& node) const {
  const auto found = std::ranges::find_if(m_rows, [&](const FilterRow* row) { return &row->node() == &node; });
  return static_cast<std::size_t>(found - m_rows.begin());
}

void FilterRows::focusRow(std::size_t row) {
  if (row >= m_rows.size()) return;
  m_rows[row]->firstField()->setFocus(Qt::TabFocusReason);
  // The layout has not placed it yet.
  QMetaObject::invokeMethod(m_rows[row], [this, shown = m_rows[row]] { ensureVisible(horizontalScrollBar()->value(), shown->geometry().center().y(), 0, shown->height() / 2 + 4); }, Qt::QueuedConnection);
}

}  // namespace joinery::ui

#include "moc_filter_rows.cpp"
