// How the heads of attention lie in a row. Heads that are small against a vector lie side by side in
// it, channel by channel, so that no lane of a product is idle: [group of heads][channel][head].
#pragma once
#include "kernels.h"
#include "scratch.h"
#include "vectors.h"

namespace {

struct Grouping {
  int heads, dh;
  int channels;  // of a head with those that fill it up, which are 0
  int group, groups;  // heads of a group, of which the last can have gaps; none fit: 0 groups

  explicit Grouping(const kit::AttentionShape& s)
      : heads(s.heads), dh(s.d / s.heads), channels(s.grouped ? 1 : dh), group(1), groups(heads) {
    if (!s.grouped) return;
    while (channels < dh) channels *= 2;
    group = W / channels;
    groups = group > 1 ? (heads + group - 1) / group : 0;
  }
  int across() const { return groups * group; }  // heads with gaps
  int width() const { return across() * channels; }
  /** Where channel c of a head lies in a row. */
  int place(int head, int c) const {
    return head / group * (group * channels) + c * group + head % group;
  }

  /** w [rows, parts * heads * dh] with the columns of every part in that order, 0 in gaps. */
  const float* columns(Scratch& scratch, const float* w, int rows, int parts) const {
    if (group == 1) return w;
    float* to = scratch.zeros(size_t(rows) * parts * width());
    for (int i = 0; i < rows * parts; i++, w += heads * dh) {
      for (int at = 0; at < heads * dh; at++) {
        to[size_t(i) * width() + place(at / dh, at % dh)] = w[at];
      }
    }
    return to;
  }
  /** The same of the rows of w [heads * dh, n]. */
  const float* rows(Scratch& scratch, const float* w, int n) const {
    if (group == 1) return w;
    float* to = scratch.zeros(size_t(width()) * n);
    for (int at = 0; at < heads * dh; at++, w += n) {
      memcpy(to + size_t(place(at / dh, at % dh)) * n, w, n * sizeof(float));
    }
    return to;
  }
  /** Back from the order of groups: to [rows, parts * heads * dh]. */
  void columnsBack(const float* from, int ld, int rows, int parts, float* to) const {
    for (int r = 0; r < rows; r++, from += ld) {
      for (int part = 0; part < parts; part++, to += heads * dh) {
        for (int at = 0; at < heads * dh; at++) {
          to[at] = from[part * width() + place(at / dh, at % dh)];
        }
      }
    }
  }
  void rowsBack(const float* from, int ld, int n, float* to) const {
    for (int at = 0; at < heads * dh; at++, to += n) {
      memcpy(to, from + size_t(place(at / dh, at % dh)) * ld, n * sizeof(float));
    }
  }
};

}  // namespace
