// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QStackedWidget>
#include <QToolButton>
#include <functional>

#include "ui/designer/design/domain_checks.h"
#include "ui/designer/design/enum_labels.h"
#include "ui/widgets/message_bar.h"

class QHBoxLayout;

namespace joinery::ui {

/// The enums and domains of a schema that is designed for an engine which has them: made, called otherwise, changed and taken away, each as
/// a step of the design that can be undone. GUI thread.
class TypesDialog : public QDialog {
  Q_OBJECT
 public:
  TypesDialog(SchemaDesign* design, QWidget* parent);
  ~TypesDialog() override;

  /// Why a design has no types of its own; empty: it has.
  static QString whyNone(const SchemaDesign& design);
  void addEnum();
  void addDomain();
  void removeType();
  EnumLabels* labels() const { return m_labels; }
  DomainChecks* checks() const { return m_checks; }
  const QualifiedName& type() const { return m_type; }
  void setType(const QualifiedName& type);

 private:
  void build();
  QWidget* makeEnum();
  QWidget* makeDomain();
  QToolButton* button(QHBoxLayout* bar, const QString& objectName, const QString& text, const QString& iconName, const std::function<void()>& verb);
  void follow();
  void showType();
  void rename();
  void changeDomain();
  void addLabel();
  void moveLabel(int by);
  bool edit(const QString& text, const std::function<migration::Operations()>& make);

  SchemaDesign* m_design;
  EnumLabels* m_labels;
  DomainChecks* m_checks;
  MessageBar* m_messages;
  QListWidget* m_types;
  QLineEdit* m_name;
  QStackedWidget* m_editors;
  QListView *m_labelList, *m_checkList;
  QComboBox* m_base;
  QLineEdit* m_default;
  QCheckBox* m_notNull;
  QToolButton* m_remove = nullptr;
  QualifiedName m_type;
};

}  // namespace joinery::ui
