// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include <QSettings>

#include "app/cli/arguments.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "orm/engine/worker.h"
#include "orm/journal/journal.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"
#include "ui/shell/last_workspace.h"
#include "ui/workspace/workspace_document.h"

namespace joinery {

namespace {

ui::Theme::Choice savedTheme() {
  const QString name = QSettings().value(QStringLiteral("window/theme")).toString();
  if (name == QLatin1String("light")) return ui::Theme::Choice::Light;
  return name == QLatin1String("dark") ? ui::Theme::Choice::Dark : ui::Theme::Choice::Desktop;
}

}  // namespace

std::unique_ptr<QApplication> makeApplication(int& argc, char** argv) {
  QCoreApplication::setApplicationName(QStringLiteral("joinery"));
  QCoreApplication::setOrganizationName(QStringLiteral("joinery"));
  QCoreApplication::setApplicationVersion(QStringLiteral(JOINERY_VERSION));
  auto application = std::make_unique<QApplication>(argc, argv);
  QApplication::setApplicationDisplayName(QStringLiteral("Joinery"));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.joinery.Joinery"));
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/joinery.svg")));
  return application;
}

int runWindow(int argc, char** argv, const QStringList& words) {
  const auto latin = [](const char* text) { return QString::fromLatin1(text); };
  const cli::Arguments arguments(latin("[URL|FILE]"), latin("Opens the window, on a database when one is named."),
                                 {{latin("URL"), latin("the database"), false}},
                                 {{latin("table"), latin("T"), latin("Shows that table.")},
                                  {latin("workspace"), latin("FILE"), latin("Opens that workspace; it connects to nothing by itself.")}}, words);
  const auto application = makeApplication(argc, argv);
  ui::Theme::instance().install(savedTheme());
  {
    ui::MainWindow window;
    window.show();
    if (arguments.word(0).empty()) window.lookForRecovered();
    else window.openUrl(QString::fromStdString(arguments.word(0)));
    if (arguments.has(latin("table"))) {
      ui::TableView view;
      view.model = arguments.value(latin("table"));
      window.openTable(view);
    }
    if (arguments.has(latin("workspace"))) window.workspace()->open(QString::fromStdString(arguments.value(latin("workspace"))));
    else ui::LastWorkspace::reopen(*window.workspace());
    window.lookForDrafts();
    const int code = QApplication::exec();
    if (code != 0) return code;
  }
  Worker::waitForDestroyed(std::chrono::milliseconds(1'500));
  Journal::waitForDestroyed(std::chrono::milliseconds(1'500));
  return cli::kDone;
}

}  // namespace joinery
