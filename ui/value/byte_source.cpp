// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/byte_source.h"

#include <algorithm>

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

std::string_view MemoryBytes::bytes(std::uint64_t offset, std::size_t count) {
  return m_value->view().bytes().substr(static_cast<std::size_t>(std::min(offset, size())), count);
}

DatabaseBytes::DatabaseBytes(Database* database, std::shared_ptr<const Registry> registry, ValueReader::Place place, std::uint64_t size, QObject* parent)
    : ByteSource(parent), m_registry(std::move(registry)), m_place(std::move(place)), m_size(size), m_worker(database->newWorker(tr("value"))) {}

DatabaseBytes::~DatabaseBytes() = default;

std::string_view DatabaseBytes::bytes(std::uint64_t offset, std::size_t count) {
  m_joined.clear();
  while (count > 0 && offset < m_size) {
    const std::string* part = block(offset / kBlockBytes);
    if (!part) break;
    const std::string_view found = std::string_view(*part).substr(std::min<std::size_t>(part->size(), offset % kBlockBytes), count);
    if (found.empty()) break;
    m_joined += found;
    offset += found.size();
    count -= found.size();
  }
  return m_joined;
}

/// @return null where it has to be read first, and will be
const std::string* DatabaseBytes::block(std::uint64_t number) {
  const auto known = m_blocks.find(number);
  if (known == m_blocks.end()) {
    read(number);
    return nullptr;
  }
  m_lastUsed.remove(number);
  m_lastUsed.push_front(number);
  return &known->second;
}

void DatabaseBytes::read(std::uint64_t number) {
  if (m_hasFailed || m_reading == number) return;
  // Of what was scrolled past only the last place is still looked at.
  if (m_reading) {
    m_wanted = number;
    return;
  }
  m_reading = number;
  auto job = m_worker->run([registry = m_registry, place = m_place, number](Worker::Context& context) {
    return ValueReader(context.connection, context.dialect, registry, context.cancelToken).bytes(place, number * kBlockBytes, kBlockBytes);
  }, toStdString(tr("Reading a part of %1").arg(toQString(m_place.shownName()))));
  deliver(job.future, this, [this, number](Result<std::optional<std::string>> result) { take(number, result); });
}

void DatabaseBytes::take(std::uint64_t number, const Result<std::optional<std::string>>& result) {
  m_reading.reset();
  if (!result || !*result) {
    m_hasFailed = true;
    Q_EMIT failed(result ? DbError(ErrorKind::StaleData, toStdString(tr("The row is no longer there."))) : result.error());
    return;
  }
  m_blocks[number] = **result;
  m_lastUsed.push_front(number);
  while (m_lastUsed.size() > kMostBlocks) {
    m_blocks.erase(m_lastUsed.back());
    m_lastUsed.pop_back();
  }
  if (const auto wanted = std::exchange(m_wanted, std::nullopt); wanted && !m_blocks.contains(*wanted)) read(*wanted);
  Q_EMIT arrived();
}

}  // namespace joinery::ui

#include "moc_byte_source.cpp"
