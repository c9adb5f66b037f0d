/**
 * Hostile bytes for everything that reads bytes: targets with the properties that must hold, the inputs that the gate
 * runs them on, and the program that lets Jazzer look for more.
 */
package io.nlc.fuzz;
