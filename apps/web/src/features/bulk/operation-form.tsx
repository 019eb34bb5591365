import { Button, Group as Row, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { useOrderOperation, type Asked, type OrderOperation } from './bulk.api';

export interface OperationFormProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onOrdered: (operationId: string) => void;
}

/** What every question before a bulk operation has: its fields, a refusal in words, cancel, and the verb with the number. */
export function OperationForm(
  props: OperationFormProps & {
    readonly submitLabel: string;
    /** null: something is not chosen yet */
    readonly order: Pick<OrderOperation, 'kind' | 'params'> | null;
    readonly children: ReactNode;
  },
) {
  const { t } = useTranslation();
  const order = useOrderOperation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (props.order === null) return;
        order.mutate(
          { ...props.order, target: props.asked.target },
          { onSuccess: (operation) => props.onOrdered(operation.id) },
        );
      }}
    >
      <Stack>
        {props.children}
        <ProblemAlert error={order.error} />
        <Row justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('app.action.cancel')}
          </Button>
          <Button type="submit" disabled={props.order === null} loading={order.isPending}>
            {props.submitLabel}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
