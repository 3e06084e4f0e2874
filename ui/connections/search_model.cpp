// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/search_model.h"

namespace joinery::ui {

SearchModel::SearchModel(Database* database, QString worker, Pace pace, QObject* parent) : QAbstractTableModel(parent), m_database(database), m_name(std::move(worker)) {
  for (QTimer* timer : {&m_pause, &m_patience}) timer->setSingleShot(true);
  m_pause.setInterval(pace.pause);
  m_patience.setInterval(pace.patience);
  connect(&m_pause, &QTimer::timeout, this, &SearchModel::look);
  connect(&m_patience, &QTimer::timeout, this, [this] {
    stop();
    giveUp();
  });
}

SearchModel::~SearchModel() { stop(); }

void SearchModel::lookSoon() {
  stop();
  m_pause.start();
}

void SearchModel::stop() {
  m_pause.stop();
  m_patience.stop();
  if (m_worker && m_job != 0) m_worker->cancel(std::exchange(m_job, 0));
}

}  // namespace joinery::ui

#include "moc_search_model.cpp"
