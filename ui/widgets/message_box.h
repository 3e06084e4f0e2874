// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMessageBox>
#include <QString>
#include <functional>

namespace joinery::ui {

/// Asks one question without blocking the event loop; both texts are shown as they are.
/// @param acceptText the verb on the button that goes on, "Delete 3 rows"
/// @param declined what to do when the person does not go on
void askQuestion(QWidget* parent, const QString& title, const QString& question, const QString& acceptText,
                 std::function<void()> accepted, std::function<void()> declined = {});

/// The same with two ways to go on, of which the first is proposed.
void askWhich(QWidget* parent, const QString& title, const QString& question, const QString& firstText, std::function<void()> first, const QString& secondText, std::function<void()> second);

/// A box with Save, Discard and Cancel, texts as they are; the caller connects it and opens it. It goes when it is closed.
QMessageBox* askToSave(QWidget* parent, const QString& title, const QString& question);

/// The same with Restore, Discard and Cancel; Restore is QMessageBox::Open.
QMessageBox* askToRestore(QWidget* parent, const QString& title, const QString& question);

}  // namespace joinery::ui
