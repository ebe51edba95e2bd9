#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "harness/report/night_judge.h"
#include "harness/stats/night_decision.h"

namespace assay {

/// The least change that is reported of a series: as the study asked, else by how tonight was measured.
stats::NightlyRule rule_for(const RunRow& run, const NightValue& value);

/// What was told of a cell, in its order, as stats::tonight() wants it.
std::vector<stats::News> news_in(std::span<const NightEvent> events, const std::string& cell,
                                 const std::function<std::string(const NightPlace&)>& identity);

/// A suspicion with the nights of its own series up to those of `series`: nights in another place say nothing about it.
stats::Waiting waiting_in(const KnownChange& suspicion, SeriesOfNights& series);
/// Of one that is open on `night` and that its own series missed: `no night on all rounds since`; else empty.
std::string missed_nights(const KnownChange& change, int night, SeriesOfNights& series);

/// Writes news into an event's note.
void add_news(Json& note, const stats::News& news);

}  // namespace assay
