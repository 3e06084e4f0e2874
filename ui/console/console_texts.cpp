// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_texts.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <QThreadPool>
#include <QUuid>
#include <QtConcurrentRun>

namespace joinery::ui {

namespace {

constexpr qint64 kLargestBytes = 16 << 20;
constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString problem(const QString& path, const QFileDevice& file) { return QStringLiteral("%1: %2").arg(QDir::toNativeSeparators(path), file.errorString()); }

ConsoleTexts::Kept readFile(const QString& path) {
  QFile file(path);
  if (!file.exists()) return {};
  if (!file.open(QIODevice::ReadOnly)) return {{}, problem(path, file)};
  const QByteArray bytes = file.read(kLargestBytes + 1);
  if (file.error() != QFileDevice::NoError) return {{}, problem(path, file)};
  if (bytes.size() > kLargestBytes) return {{}, QCoreApplication::translate("joinery::ui::ConsoleTexts", "%1 is over 16 MiB").arg(path)};
  return {QString::fromUtf8(bytes), {}};
}

QString writeFile(const QString& path, const QString& text) {
  const QString folder = QFileInfo(path).path();
  if (!QDir().mkpath(folder)) return QCoreApplication::translate("joinery::ui::ConsoleTexts", "%1 could not be made").arg(folder);
  QFile::setPermissions(folder, kOwnerOnly | QFileDevice::ExeOwner);
  QSaveFile file(path);
  // The permissions come first, so that nobody else ever reads the text.
  const bool opened = file.open(QIODevice::WriteOnly) && file.setPermissions(kOwnerOnly);
  const QByteArray bytes = text.toUtf8();
  if (!opened || file.write(bytes) != bytes.size() || !file.commit()) return problem(path, file);
  return {};
}

}  // namespace

ConsoleTexts& ConsoleTexts::instance() {
  static auto* texts = new ConsoleTexts;
  return *texts;
}

ConsoleTexts::ConsoleTexts() : m_thread(new QThreadPool) {
  m_thread->setMaxThreadCount(1);
  qAddPostRoutine([] { instance().m_thread->waitForDone(); });
}

QString ConsoleTexts::newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

bool ConsoleTexts::isId(const QString& id) { return QUuid::fromString(id).toString(QUuid::WithoutBraces) == id && !QUuid::fromString(id).isNull(); }

QString ConsoleTexts::path(const QString& id) {
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
  return folder.filePath(QStringLiteral("consoles/%1.sql").arg(id));
}

QFuture<ConsoleTexts::Kept> ConsoleTexts::read(const QString& id) { return QtConcurrent::run(m_thread, readFile, path(id)); }

QFuture<QString> ConsoleTexts::write(const QString& id, const QString& text) { return QtConcurrent::run(m_thread, writeFile, path(id), text); }

void ConsoleTexts::remove(const QString& id) {
  (void)QtConcurrent::run(m_thread, [file = path(id)] { QFile::remove(file); });
}

}  // namespace joinery::ui
