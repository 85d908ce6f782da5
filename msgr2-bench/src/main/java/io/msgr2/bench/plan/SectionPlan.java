// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import java.util.List;

/** A section to be. */
record SectionPlan(String id, String title, String note, List<Group> groups) {}
