// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/tree_json.h"

#include <QClipboard>
#include <QGuiApplication>

#include "orm/core/output_file.h"
#include "orm/sql/operators.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Those rows, by their keys.
sql::Expression isAmong(const Model& model, const std::vector<RelatedRow>& rows) {
  std::vector<sql::Expression> any;
  const std::vector<std::string> names = model.keyAttributes();
  for (const RelatedRow& row : rows) {
    std::vector<sql::Expression> all;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const schema::Column& column = model.attribute(names[i])->column;
      all.push_back(sql::eq(sql::column(model.table->name.name, column.name, column.type), sql::bind(row.key[i], column.type)));
    }
    any.push_back(sql::and_(std::move(all)));
  }
  return sql::or_(std::move(any));
}

std::string dumped(const Json& tree) { return tree.dump(2); }

std::int64_t writeRows(Worker::Context& context, const std::shared_ptr<const Registry>& registry, const TreeSubject& subject, const std::function<void(std::string_view)>& write) {
  RecordReader reader(context.connection, context.dialect, registry, context.cancelToken);
  const Model& model = registry->at(subject.model);
  std::int64_t written = 0;
  RelatedPage::Start start;
  for (bool isMore = true; isMore;) {
    const RelatedPage page = RelationQuery::rows(context, *registry, subject.rows, start);
    Query query{.model = model.name, .sorts = subject.rows.sorts};
    const bool areTold = std::ranges::none_of(page.rows, [](const RelatedRow& row) { return row.key.empty(); });
    if (areTold) {
      query.condition = isAmong(model, page.rows);
    } else {
      query.filter = subject.rows.filter;
      query.limit = static_cast<std::int64_t>(page.rows.size());
      query.offset = start.offset;
    }
    if (!page.rows.empty())
      for (const Json& tree : relationTrees(reader, query, subject.options)) write((written++ == 0 ? "\n" : ",\n") + dumped(tree));
    context.progress.set(written);
    context.cancelToken.throwIfCancelled();
    isMore = page.next.has_value();
    if (isMore) start = *page.next;
  }
  return written;
}

}  // namespace

std::int64_t writeTrees(Worker::Context& context, std::shared_ptr<const Registry> registry, const TreeSubject& subject, const std::function<void(std::string_view)>& write) {
  if (subject.key.empty()) {
    write("[");
    const std::int64_t trees = writeRows(context, registry, subject, write);
    write(trees > 0 ? "\n]\n" : "]\n");
    return trees;
  }
  RecordReader reader(context.connection, context.dialect, registry, context.cancelToken);
  write(dumped(relationTree(reader, subject.model, subject.key, subject.options)) + "\n");
  return 1;
}

TreeJson::~TreeJson() { setDatabase(nullptr); }

void TreeJson::setDatabase(Database* database) {
  if (m_worker) m_worker->cancelAll();
  m_worker = nullptr;
  m_database = database;
}

void TreeJson::copy(const TreeSubject& subject) {
  if (!m_database || !m_database->registry()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("tree as JSON"));
  ++m_open;
  const auto read = [subject, registry = m_database->registry()](Worker::Context& context) {
    std::string text;
    writeTrees(context, registry, subject, [&](std::string_view part) {
      if (text.size() + part.size() > kMostCopiedBytes) {
        DbError error(ErrorKind::TooLarge, "the tree is too large to be copied");
        error.hint = "Export it into a file, or close some of its branches.";
        throw error;
      }
      text += part;
    });
    return text;
  };
  auto job = m_worker->run(read, toStdString(tr("Reading the tree of %1").arg(toQString(subject.model))));
  deliver(job.future, this, [this](const Result<std::string>& text) {
    --m_open;
    if (!text) {
      Q_EMIT failed(text.error());
      return;
    }
    QGuiApplication::clipboard()->setText(toQString(*text));
    Q_EMIT finished(tr("Copied as JSON, as the database has it."));
  });
}

void TreeJson::save(const TreeSubject& subject, const QString& path) {
  if (!m_database || !m_database->registry()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("tree as JSON"));
  ++m_open;
  const auto store = [subject, file = toStdString(path), registry = m_database->registry()](Worker::Context& context) {
    OutputFile output(file);
    const std::int64_t trees = writeTrees(context, registry, subject, [&](std::string_view part) { output.write(part); });
    output.commit();
    return trees;
  };
  auto job = m_worker->run(store, toStdString(tr("Exporting the tree of %1").arg(toQString(subject.model))));
  deliver(job.future, this, [this, path](const Result<std::int64_t>& trees) {
    --m_open;
    if (trees) Q_EMIT finished(tr("%n tree(s) written to %1, as the database has them.", nullptr, static_cast<int>(*trees)).arg(path));
    else Q_EMIT failed(trees.error());
  });
}

}  // namespace joinery::ui

#include "moc_tree_json.cpp"
