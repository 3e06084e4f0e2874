// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery {

/// Which SQLAlchemy a module is for.
enum class SqlAlchemyVersion {
  V1_4,  ///< Column, declarative_base
  V2_0,  ///< mapped_column, Mapped, DeclarativeBase
};

}  // namespace joinery
