// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/named_combo_box.h"

#include <QAccessibleWidget>

namespace joinery::ui {

namespace {

class NamedComboBoxAccessible : public QAccessibleWidget {
 public:
  explicit NamedComboBoxAccessible(NamedComboBox* box) : QAccessibleWidget(box, QAccessible::ComboBox) {}

  QString text(QAccessible::Text kind) const override { return kind == QAccessible::Value ? box()->currentText() : QAccessibleWidget::text(kind); }

  QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    state.expandable = state.hasPopup = true;
    return state;
  }

  QStringList actionNames() const override { return {showMenuAction(), setFocusAction()}; }

  void doAction(const QString& name) override {
    if (name == showMenuAction()) return box()->showPopup();
    QAccessibleWidget::doAction(name);
  }

 private:
  NamedComboBox* box() const { return static_cast<NamedComboBox*>(widget()); }
};

QAccessibleInterface* makeAccessibleOfNamedComboBox(const QString&, QObject* object) {
  auto* box = qobject_cast<NamedComboBox*>(object);
  return box ? new NamedComboBoxAccessible(box) : nullptr;
}

}  // namespace

NamedComboBox::NamedComboBox(QWidget* parent) : QComboBox(parent) {
  QAccessible::installFactory(makeAccessibleOfNamedComboBox);
  connect(this, &QComboBox::currentTextChanged, this, &QWidget::setAccessibleDescription);
}

}  // namespace joinery::ui

#include "moc_named_combo_box.cpp"
