// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_box.h"

#include <QCoreApplication>
#include <QPushButton>

namespace joinery::ui {

namespace {

QMessageBox* makeQuestion(QWidget* parent, const QString& title, const QString& question) {
  auto* box = new QMessageBox(parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->setIcon(QMessageBox::Question);
  box->setWindowTitle(title);
  box->setText(title);
  box->setInformativeText(QStringLiteral("<qt>%1</qt>").arg(question.toHtmlEscaped()));
  return box;
}

}  // namespace

QMessageBox* askToSave(QWidget* parent, const QString& title, const QString& question) {
  auto* box = makeQuestion(parent, title, question);
  box->setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
  box->setDefaultButton(QMessageBox::Save);
  return box;
}

QMessageBox* askToRestore(QWidget* parent, const QString& title, const QString& question) {
  auto* box = makeQuestion(parent, title, question);
  box->setStandardButtons(QMessageBox::Open | QMessageBox::Discard | QMessageBox::Cancel);
  box->button(QMessageBox::Open)->setText(QCoreApplication::translate("joinery::ui::MessageBox", "&Restore"));
  box->setDefaultButton(QMessageBox::Open);
  return box;
}

void askQuestion(QWidget* parent, const QString& title, const QString& question, const QString& acceptText,
                 std::function<void()> accepted, std::function<void()> declined) {
  auto* box = makeQuestion(parent, title, question);
  const auto* accept = box->addButton(acceptText, QMessageBox::AcceptRole);
  box->setDefaultButton(box->addButton(QMessageBox::Cancel));
  QObject::connect(box, &QMessageBox::buttonClicked, box, [accept, accepted, declined](const QAbstractButton* button) {
    if (button == accept) accepted();
    else if (declined) declined();
  });
  box->open();
}

void askWhich(QWidget* parent, const QString& title, const QString& question, const QString& firstText, std::function<void()> first, const QString& secondText, std::function<void()> second) {
  auto* box = makeQuestion(parent, title, question);
  auto* proposed = box->addButton(firstText, QMessageBox::AcceptRole);
  const auto* other = box->addButton(secondText, QMessageBox::AcceptRole);
  box->addButton(QMessageBox::Cancel);
  box->setDefaultButton(proposed);
  QObject::connect(box, &QMessageBox::buttonClicked, box, [proposed, other, first, second](const QAbstractButton* button) {
    if (button == proposed) first();
    else if (button == other) second();
  });
  box->open();
}

}  // namespace joinery::ui
