package io.millrace.control.store;

/**
 * How far a store is.
 *
 * @param storeId which store it is; empty before its first change
 * @param revision of its last change; 0 before the first
 */
public record StoreMark(String storeId, long revision) {}
