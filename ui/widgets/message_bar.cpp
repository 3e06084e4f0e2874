// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

QString iconFor(MessageBar::Kind kind) {
  return kind == MessageBar::Kind::Information ? QStringLiteral("information") : QStringLiteral("warning");
}

QString detailsOf(const DbError& error) {
  QStringList lines;
  if (!error.detail.empty()) lines << toQString(error.detail);
  if (!error.sqlState.empty()) lines << MessageBar::tr("SQLSTATE %1").arg(toQString(error.sqlState));
  if (!error.sql.empty()) lines << toQString(error.sql);
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

struct MessageBar::Private {
  Kind kind = Kind::Information;
  QLabel* icon = nullptr;
  PlainLabel* text = nullptr;
  PlainLabel* details = nullptr;
  QToolButton* more = nullptr;
  QHBoxLayout* line = nullptr;
  QHBoxLayout* actions = nullptr;
  QList<QPushButton*> buttons;
};

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), d(std::make_unique<Private>()) {
  setObjectName(QStringLiteral("messages"));
  setAccessibleName(tr("Messages"));
  setAutoFillBackground(true);
  d->icon = new PlainLabel(this);
  d->text = new PlainLabel(this);
  d->text->setWordWrap(true);
  d->text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  d->details = new PlainLabel(this);
  d->details->setWordWrap(true);
  d->details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  d->details->hide();
  d->more = new QToolButton(this);
  d->more->setText(tr("Details"));
  d->more->setCheckable(true);
  d->more->setAutoRaise(true);
  connect(d->more, &QToolButton::toggled, d->details, &QWidget::setVisible);
  auto* close = new QToolButton(this);
  close->setIcon(joinery::ui::icon(QStringLiteral("close")));
  close->setAutoRaise(true);
  close->setAccessibleName(tr("Dismiss message"));
  connect(close, &QToolButton::clicked, this, &MessageBar::clear);

  d->actions = new QHBoxLayout;
  d->actions->addWidget(d->more);
  d->line = new QHBoxLayout;
  d->line->addWidget(d->icon, 0, Qt::AlignTop);
  d->line->addWidget(d->text, 1);
  d->line->addLayout(d->actions);
  d->line->addWidget(close, 0, Qt::AlignTop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(d->line);
  layout->addWidget(d->details);
  connect(&Theme::instance(), &Theme::changed, this, &MessageBar::paintKind);
  hide();
}

MessageBar::~MessageBar() = default;

void MessageBar::showMessage(Kind kind, const QString& text, const QString& details) {
  qDeleteAll(d->buttons);
  d->buttons.clear();
  placeActions();
  d->kind = kind;
  paintKind();
  d->text->setText(text);
  d->details->setText(details);
  d->more->setVisible(!details.isEmpty());
  d->more->setChecked(false);
  setAccessibleDescription(text);
  show();
}

void MessageBar::paintKind() {
  const auto& theme = Theme::instance();
  QPalette colours = palette();
  colours.setColor(QPalette::Window, theme.color(d->kind == Kind::Error     ? Theme::Role::ErrorBackground
                                                 : d->kind == Kind::Warning ? Theme::Role::WarningBackground
                                                                            : Theme::Role::InformationBackground));
  setPalette(colours);
  const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
  d->icon->setPixmap(joinery::ui::icon(iconFor(d->kind)).pixmap(size, size));
}

/// Beside the text, or below it where they would leave it little room.
void MessageBar::placeActions() {
  auto* column = static_cast<QVBoxLayout*>(layout());
  const bool isBelow = d->buttons.size() > 1;
  if (isBelow == (d->actions->parent() == column)) return;
  static_cast<QBoxLayout*>(d->actions->parent())->removeItem(d->actions);
  if (isBelow) column->insertLayout(1, d->actions);
  else d->line->insertLayout(2, d->actions);
  d->actions->setAlignment(isBelow ? Qt::AlignRight : Qt::Alignment());
}

void MessageBar::showError(const QString& what, const DbError& error) {
  QString text = what.isEmpty() ? toQString(error.message()) : tr("%1: %2").arg(what, toQString(error.message()));
  // A server indents what it says further.
  text.remove(QLatin1Char('\t'));
  if (!error.hint.empty()) text += QLatin1Char('\n') + toQString(error.hint);
  showMessage(error.kind() == ErrorKind::Cancelled ? Kind::Information : Kind::Error, text, detailsOf(error));
}

void MessageBar::addAction(const QString& text, std::function<void()> action) {
  auto* button = new QPushButton(text, this);
  connect(button, &QPushButton::clicked, this, [this, action] {
    clear();
    action();
  });
  d->buttons << button;
  d->actions->insertWidget(static_cast<int>(d->buttons.size()) - 1, button);
  placeActions();
}

void MessageBar::clear() { hide(); }

QString MessageBar::text() const { return isHidden() ? QString() : d->text->text(); }

}  // namespace joinery::ui

#include "moc_message_bar.cpp"
